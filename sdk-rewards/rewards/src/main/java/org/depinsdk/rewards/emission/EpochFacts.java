package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an epoch when it mints: its place in time, and named whole numbers such as what was burned. A
 * schedule states which figures it needs.
 *
 * <p>The figures are a map of names to integers, so that a bundle can carry them; the constants here name the common ones
 * and their units.
 *
 * @param epoch the epoch
 * @param figures names ({@code a-z 0-9 -}, at most 64 long) and values; copied, sorted
 */
public record EpochFacts(Epoch epoch, SortedMap<String, BigInteger> figures) {
  /** Tokens burned in the epoch, in base units. */
  public static final String BURNED = "burned";
  /** Price of one whole token in quote base units, for example US dollars with eight decimals. */
  public static final String PRICE = "price";
  /** Uncertainty of {@link #PRICE} in the same unit, one standard deviation. */
  public static final String PRICE_CONFIDENCE = "price-confidence";
  /** The network's proven capacity, in its own unit, for example bytes. */
  public static final String CAPACITY = "capacity";
  /** Circulating supply in base units. */
  public static final String SUPPLY = "supply";
  /** Staked or bonded tokens in base units. */
  public static final String BONDED = "bonded";
  /** Usage that customers paid for, in the network's credit unit. */
  public static final String CREDITS_BURNED = "credits-burned";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final int MAX_BITS = 256;

  /** The form of a figure's name in policy files. */
  public static final Form<String> FIGURE = Forms.named(
      "figure",
      () -> Forms.string(
          "the name of a figure of the epoch, 1 to 64 of a-z 0-9 -, such as burned or price",
          NAME,
          BURNED));

  /**
   * Whether a string can name a figure.
   *
   * @param name any string
   * @return true for 1 to 64 of {@code a-z 0-9 -} that begin with a letter
   */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Checks names and ranges, and copies. */
  public EpochFacts {
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    for (Map.Entry<String, BigInteger> figure : figures.entrySet()) {
      if (!isName(figure.getKey())) {
        throw new IllegalArgumentException(
            "the name of a figure is a-z 0-9 -, not " + EncodingException.shown(figure.getKey()));
      }
      if (figure.getValue().signum() < 0 || figure.getValue().bitLength() > MAX_BITS) {
        throw new IllegalArgumentException(
            "figure " + figure.getKey() + " is 0 to 2^256-1, not " + figure.getValue());
      }
    }
  }

  /**
   * Facts without figures.
   *
   * @param epoch the epoch
   * @return its facts
   */
  public static EpochFacts of(Epoch epoch) {
    return new EpochFacts(epoch, Collections.emptySortedMap());
  }

  /**
   * Starts facts with figures.
   *
   * @param epoch the epoch
   * @return a builder
   */
  public static Builder builder(Epoch epoch) {
    return new Builder(epoch);
  }

  /**
   * A figure that may be absent.
   *
   * @param name its name
   * @return its value, null where absent
   */
  public @Nullable BigInteger figure(String name) {
    return figures.get(name);
  }

  /**
   * A figure that must be there.
   *
   * @param name its name
   * @return its value
   * @throws EmissionException if it is absent
   */
  public BigInteger require(String name) throws EmissionException {
    BigInteger value = figures.get(name);
    if (value == null) {
      throw new EmissionException("epoch " + epoch.index() + " needs the figure " + name
          + ", which is missing; it has " + figures.keySet());
    }
    return value;
  }

  /** Collects figures. */
  public static final class Builder {
    private final Epoch epoch;
    private final TreeMap<String, BigInteger> figures = new TreeMap<>();

    private Builder(Epoch epoch) {
      this.epoch = epoch;
    }

    /**
     * Sets {@link #BURNED}.
     *
     * @param burned base units
     * @return this
     */
    public Builder burned(TokenAmount burned) {
      return figure(BURNED, burned.toBigInteger());
    }

    /**
     * Sets {@link #PRICE}.
     *
     * @param quoteUnits quote base units for one whole token
     * @return this
     */
    public Builder price(long quoteUnits) {
      return figure(PRICE, BigInteger.valueOf(quoteUnits));
    }

    /**
     * Sets {@link #CAPACITY}.
     *
     * @param units in the network's own unit
     * @return this
     */
    public Builder capacity(BigInteger units) {
      return figure(CAPACITY, units);
    }

    /**
     * Sets {@link #SUPPLY}.
     *
     * @param supply base units
     * @return this
     */
    public Builder supply(TokenAmount supply) {
      return figure(SUPPLY, supply.toBigInteger());
    }

    /**
     * Sets {@link #BONDED}.
     *
     * @param bonded base units
     * @return this
     */
    public Builder bonded(TokenAmount bonded) {
      return figure(BONDED, bonded.toBigInteger());
    }

    /**
     * Sets any figure.
     *
     * @param name its name
     * @param value 0 to 2^256-1
     * @return this
     */
    public Builder figure(String name, BigInteger value) {
      figures.put(name, value);
      return this;
    }

    /**
     * Makes the facts.
     *
     * @return the facts
     */
    public EpochFacts build() {
      return new EpochFacts(epoch, figures);
    }
  }
}
