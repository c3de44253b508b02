package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlowTableTest {

  private static FlowKey key(IpFamily family, int flow) {
    byte[] frame = TcpFrame.of(family).flow(flow).payload(0).vnet(10).build();
    FlowKey key = new FlowKey();
    if (family == IpFamily.IPV4) {
      key.setIpv4(frame, 24, Bytes.i32Be(frame, 44), 0);
    } else {
      key.setIpv6(frame, 24, Bytes.i32Be(frame, 64), 0);
    }
    return key;
  }

  static Stream<Arguments> tables() {
    return CoalescerKind.available().stream()
        .filter(CoalescerKind::coalesces)
        .flatMap(k ->
            Stream.of(IpFamily.values())
                .flatMap(f -> Stream.of(1, 3, 100).map(n -> Arguments.of(k, f, n))));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void isAMapFromFlowsToSlots(CoalescerKind kind, IpFamily family, int capacity) {
    FlowKey[] keys =
        IntStream.range(0, capacity * 9 + 2).mapToObj(i -> key(family, i)).toArray(FlowKey[]::new);
    checkThatItIsAMap(kind.newTable(family, capacity), capacity, keys);
  }

  /** The engine remembers the flow that came last, and does not search it again. */
  @ParameterizedTest
  @MethodSource("tables")
  void aFlowIsAddedAgainWithoutASearch(CoalescerKind kind, IpFamily family, int capacity) {
    FlowTable table = kind.newTable(family, capacity);
    FlowKey key = key(family, 0);
    assertThat(table.find(key)).isEqualTo(FlowTable.NONE);
    for (int time = 0; time < 5 * capacity; time++) {
      table.insert(key, 0);
      table.remove(0);
    }
    table.insert(key, 0);
    // Many others come and go: a table must not take what it keeps of them for the first.
    for (int other = 1; capacity > 1 && other < 10 * capacity; other++) {
      assertThat(table.find(key(family, other))).isEqualTo(FlowTable.NONE);
      table.insert(key(family, other), 1);
      table.remove(1);
    }
    assertThat(table.find(key)).isZero();
    table.remove(0);
    assertThat(table.find(key)).isEqualTo(FlowTable.NONE);
  }

  /** Most flows begin their search at the same place: a bucket or a set has no room for all. */
  @ParameterizedTest
  @MethodSource("tables")
  void isAMapOfFlowsThatCollide(CoalescerKind kind, IpFamily family, int capacity) {
    FlowKey[] keys =
        IntStream.range(0, 64 * capacity)
            .mapToObj(i -> key(family, i))
            .filter(key -> (key.hash() & 0x1F) < 2)
            .toArray(FlowKey[]::new);
    if (keys.length > 0) {
      checkThatItIsAMap(kind.newTable(family, capacity), capacity, keys);
    }
  }

  /**
   * A crowd at one place after the other, of which one flow stays: searches must end all the same.
   */
  @ParameterizedTest
  @MethodSource("dev.rsclab.coalesce.CoalescerKind#available")
  void aSearchEndsThoughFlowsWentOnFromEveryPlace(CoalescerKind kind) {
    if (!kind.coalesces()) {
      return;
    }
    int places = 8;
    int crowd = 13;
    FlowTable table = kind.newTable(IpFamily.IPV4, 64);
    RandomGenerator random = CoalescerContractTest.random(places);
    for (int place = 0; place < places; place++) {
      for (int slot = 0; slot < crowd; slot++) {
        FlowKey key = keyAt(place, places, random);
        assertThat(table.find(key)).isEqualTo(FlowTable.NONE);
        table.insert(key, slot < crowd - 1 ? slot : crowd + place);
      }
      for (int slot = 0; slot < crowd - 1; slot++) {
        table.remove(slot);
      }
    }
    for (int place = 0; place < places; place++) {
      assertThat(table.find(keyAt(place, places, random))).isEqualTo(FlowTable.NONE);
    }
  }

  /** A key of a new flow whose hash begins a search at a place of so many. */
  private static FlowKey keyAt(int place, int places, RandomGenerator random) {
    FlowKey key = new FlowKey();
    do {
      key.setIpv4(random.nextLong(), random.nextInt() & 0xFFFF_FFFFL);
    } while ((key.hash() & (places - 1)) != place);
    return key;
  }

  private static void checkThatItIsAMap(FlowTable table, int capacity, FlowKey[] keys) {
    RandomGenerator random = CoalescerContractTest.random(capacity);
    Map<Integer, Integer> model = new HashMap<>();
    Deque<Integer> free = new ArrayDeque<>(IntStream.range(0, capacity).boxed().toList());
    ArrivalOrder order = new ArrivalOrder(capacity);
    for (int i = 0; i < 20_000; i++) {
      int flow = random.nextInt(keys.length);
      Integer slot = model.get(flow);
      if (random.nextInt(20) == 0) {
        checkGuesses(table, keys[flow].hash(), model);
      }
      assertThat(table.find(keys[flow])).isEqualTo(slot == null ? FlowTable.NONE : slot);
      if (slot != null && random.nextBoolean()) {
        table.remove(slot);
        order.remove(slot);
        free.push(model.remove(flow));
      } else if (slot == null && !free.isEmpty()) {
        table.insert(keys[flow], free.peek());
        order.append(free.peek());
        model.put(flow, free.pop());
      } else if (free.isEmpty() && random.nextInt(50) == 0) {
        table.removeAll(order);
        order.clear();
        free.addAll(model.values());
        model.clear();
      } else if (free.isEmpty()) {
        int victim = model.keySet().iterator().next();
        table.remove(model.get(victim));
        order.remove(model.get(victim));
        free.push(model.remove(victim));
      }
    }
  }

  /** Whatever a table guesses before keys are compared, it is a slot in use. */
  private static void checkGuesses(FlowTable table, int hash, Map<Integer, Integer> model) {
    assertThat(table.touch(hash)).isEqualTo(table.touch(hash));
    int guess = table.candidate(hash);
    if (guess != FlowTable.NONE) {
      assertThat(model.values()).contains(guess);
      assertThat(table.touchKey(guess)).isEqualTo(table.touchKey(guess));
    }
  }

  @Test
  void neighbouringFlowsSpreadOverTheIndex() {
    for (IpFamily family : IpFamily.values()) {
      FlowIndex index = new FlowIndex(family, 4096);
      for (int flow = 0; flow < 4096; flow++) {
        FlowKey key = key(family, flow);
        assertThat(index.find(key)).isEqualTo(FlowIndex.NONE);
        index.insert(key, flow);
      }
      // Random keys at load one half: the longest of 4096 searches stays far below a hundred
      // places.
      assertThat(index.longestProbe()).isLessThan(64);
    }
  }

  @Test
  void orderKnowsHowManyArrivedBefore() {
    for (int capacity : new int[] {1, 2, 5, 64}) {
      ArrivalOrder order = new ArrivalOrder(capacity);
      RandomGenerator random = CoalescerContractTest.random(capacity);
      List<Integer> model = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        if (model.size() < capacity && random.nextInt(5) < 3) {
          int slot = random.nextInt(capacity);
          if (!model.contains(slot)) {
            order.append(slot);
            model.add(slot);
          }
        } else if (!model.isEmpty()) {
          int rank = random.nextBoolean() ? 0 : random.nextInt(model.size());
          order.remove(model.remove(/* index */ rank));
        }
        assertThat(order.size()).isEqualTo(model.size());
        if (!model.isEmpty()) {
          assertThat(order.oldest()).isEqualTo(model.getFirst());
        }
        assertThat(
                IntStream.range(order.begin(), order.end())
                    .map(order::at)
                    .filter(slot -> slot != ArrivalOrder.NONE)
                    .boxed())
            .isEqualTo(model);
        for (int rank = 0; rank < model.size(); rank++) {
          assertThat(order.rank(model.get(rank))).isEqualTo(rank);
        }
      }
    }
  }
}
