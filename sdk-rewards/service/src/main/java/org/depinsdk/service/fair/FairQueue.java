package org.depinsdk.service.fair;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waiting items, given out in turns: one of each host that has some, and of a host one of each of its connections. The items of
 * one connection keep their order. Not safe for several threads.
 *
 * @param <T> what waits
 */
final class FairQueue<T> {
  private final Turns<T> hosts = new Turns<>();

  /** Those who wait below one host or connection; its first child is the next to have its turn. */
  private static final class Turns<T> {
    final Map<Object, Turns<T>> children = new LinkedHashMap<>();
    final ArrayDeque<T> items = new ArrayDeque<>();

    boolean isEmpty() {
      return items.isEmpty() && children.isEmpty();
    }
  }

  void add(Sender sender, T item) {
    Turns<T> place = hosts;
    for (Object step : sender.path()) {
      place = place.children.computeIfAbsent(step, s -> new Turns<>());
    }
    place.items.add(item);
  }

  /** The next item; null if nothing waits. */
  @Nullable
  T poll() {
    return next(hosts);
  }

  boolean isEmpty() {
    return hosts.isEmpty();
  }

  /** Whoever had its turn goes to the end. */
  private static <T> @Nullable T next(Turns<T> turns) {
    Iterator<Map.Entry<Object, Turns<T>>> children = turns.children.entrySet().iterator();
    if (!children.hasNext()) {
      return turns.items.poll();
    }
    Map.Entry<Object, Turns<T>> first = children.next();
    Object key = first.getKey();
    Turns<T> child = first.getValue();
    children.remove();
    T item = next(child);
    if (!child.isEmpty()) {
      turns.children.put(key, child);
    }
    return item;
  }
}
