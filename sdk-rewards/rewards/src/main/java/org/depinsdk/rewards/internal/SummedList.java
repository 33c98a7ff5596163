package org.depinsdk.rewards.internal;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A list that nobody can change, and that knows what its elements pay: it is neither copied nor added up again.
 *
 * @param <E> what pays
 */
public abstract class SummedList<E> extends AbstractList<E> implements RandomAccess {
  /** The sum of the amounts. */
  public abstract BigInteger sum();
}
