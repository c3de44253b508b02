package dev.rsclab.coalesce;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts the bytes of an object and of all that it refers to, in the layout that HotSpot has by
 * default on 64-bit machines with less than 32 GB of heap: headers of 12 bytes, references of 4,
 * objects in steps of 8. The fields of the JDK's own classes cannot be read: a {@link HashMap} is
 * counted from what its documentation says, presized for a number of entries; anything else of the
 * JDK's counts as a header alone.
 */
final class ObjectBytes {
  private static final int HEADER = 12;
  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;
  private static final int MAP = 48;
  private static final int MAP_ENTRY = 32;
  private static final double LOAD_FACTOR = 0.75;

  private final Set<Object> counted = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> toCount = new ArrayDeque<>();
  private final int presized;

  private ObjectBytes(int presized) {
    this.presized = presized;
  }

  /** The bytes of {@code root} and all that it refers to; classes and their statics excluded. */
  static long of(Object root, int presizedMaps) throws IllegalAccessException {
    ObjectBytes it = new ObjectBytes(presizedMaps);
    it.add(root);
    long bytes = 0;
    while (!it.toCount.isEmpty()) {
      bytes += it.own(it.toCount.pop());
    }
    return bytes;
  }

  private void add(Object object) {
    if (object != null
        && !(object instanceof Class)
        && !(object instanceof Enum)
        && counted.add(object)) {
      toCount.push(object);
    }
  }

  /** The bytes of the object alone; what it refers to is still to be counted. */
  private long own(Object object) throws IllegalAccessException {
    if (object instanceof HashMap<?, ?> map) {
      return map(map);
    }
    Class<?> type = object.getClass();
    return type.isArray() ? array(object, type.getComponentType()) : fields(object, type);
  }

  private long map(Map<?, ?> map) {
    map.forEach((key, value) -> {
      add(key);
      add(value);
    });
    int most = (int) Math.ceil(Math.max(presized, map.size()) / LOAD_FACTOR);
    long places = Integer.highestOneBit(most * 2 - 1);
    return MAP + ARRAY_HEADER + places * REFERENCE + (long) map.size() * MAP_ENTRY;
  }

  private long array(Object array, Class<?> of) {
    int length = Array.getLength(array);
    if (!of.isPrimitive()) {
      for (int i = 0; i < length; i++) {
        add(Array.get(array, i));
      }
    }
    return aligned(ARRAY_HEADER + (long) length * bytes(of));
  }

  private long fields(Object object, Class<?> type) throws IllegalAccessException {
    if (type == Integer.class) {
      return aligned(HEADER + Integer.BYTES);
    }
    long own = HEADER;
    for (Class<?> c = type; !c.getName().startsWith("java."); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          own += bytes(field.getType());
          if (!field.getType().isPrimitive()) {
            field.setAccessible(true);
            add(field.get(object));
          }
        }
      }
    }
    return aligned(own);
  }

  private static int bytes(Class<?> type) {
    if (!type.isPrimitive()) {
      return REFERENCE;
    }
    if (type == long.class || type == double.class) {
      return 8;
    }
    if (type == int.class || type == float.class) {
      return 4;
    }
    return type == short.class || type == char.class ? 2 : 1;
  }

  private static long aligned(long bytes) {
    return bytes + 7 & ~7;
  }
}
