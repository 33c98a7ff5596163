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
  private int senders;

  /** Those who wait below one host or connection; its first child is the next to have its turn. */
  private static final class Turns<T> {
    final Map<Object, Turns<T>> children = new LinkedHashMap<>();
    final ArrayDeque<T> items = new ArrayDeque<>();

    boolean isEmpty() {
      return items.isEmpty() && children.isEmpty();
    }
  }

  void add(Sender sender, T item) {
    place(sender).add(item);
  }

  /** Puts the item that was polled last in front of its sender's others, for its next turn. */
  void putBack(Sender sender, T item) {
    place(sender).addFirst(item);
  }

  /** The next item; null if nothing waits. */
  @Nullable
  T poll() {
    return next(hosts);
  }

  /** How many connections have items. */
  int senders() {
    return senders;
  }

  boolean isEmpty() {
    return hosts.isEmpty();
  }

  private ArrayDeque<T> place(Sender sender) {
    Turns<T> place = hosts;
    for (Object step : sender.path()) {
      place = place.children.computeIfAbsent(step, s -> new Turns<>());
    }
    senders += place.items.isEmpty() ? 1 : 0;
    return place.items;
  }

  /** Whoever had its turn goes to the end. */
  private @Nullable T next(Turns<T> turns) {
    Iterator<Map.Entry<Object, Turns<T>>> children = turns.children.entrySet().iterator();
    if (!children.hasNext()) {
      T item = turns.items.poll();
      senders -= item != null && turns.items.isEmpty() ? 1 : 0;
      return item;
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
