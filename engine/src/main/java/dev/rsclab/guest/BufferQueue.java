package dev.rsclab.guest;

/** Numbers of buffers, first in, first out: one side of a virtqueue. All operations are O(1). */
final class BufferQueue {

  private final int[] numbers;
  private int first;
  private int size;

  BufferQueue(int capacity) {
    numbers = new int[capacity];
  }

  int size() {
    return size;
  }

  void addLast(int number) {
    numbers[wrap(first + size++)] = number;
  }

  void addFirst(int number) {
    first = first == 0 ? numbers.length - 1 : first - 1;
    numbers[first] = number;
    size++;
  }

  /** The number that is first; there must be one. */
  int first() {
    return numbers[first];
  }

  int removeFirst() {
    int number = numbers[first];
    first = wrap(first + 1);
    size--;
    return number;
  }

  private int wrap(int at) {
    return at < numbers.length ? at : at - numbers.length;
  }
}
