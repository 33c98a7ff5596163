package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.PolicyDocument;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.document.Schemas;
import org.depinsdk.rewards.emission.EmissionProvider;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.depinsdk.rewards.emission.EmissionTypes;
import org.jspecify.annotations.Nullable;

/**
 * Who gets how much of an epoch: a token, its emission, and a tree of named pools. A policy is data; it is built here or
 * parsed from JSON, and {@link #toJson()} gives the same bytes for equal policies, so that a bundle can carry it.
 *
 * <p>Shares are whole parts of {@link #whole()}; those of siblings must sum to it, or one of them takes the rest. A pool
 * of a parent gets {@code parent * share / whole}, rounded down.
 */
public final class RewardPolicy {
  /** Name of the pool that holds an epoch's tokens before they are split. */
  public static final String ROOT = "emission";
  /** The first field of a policy file and its value. */
  public static final String FORMAT = "depin-reward-policy/1";
  /** Its form in files, with the schedules of this jar and of every {@link EmissionProvider}. */
  public static final Form<RewardPolicy> FORM;

  static final EmissionTypes EMISSIONS = EmissionTypes.load();

  static {
    FORM = PolicyForm.of(EMISSIONS);
  }

  private final String name;
  private final long version;
  private final long validFromEpoch;
  private final Token token;
  private final EmissionSchedule<?> emission;
  private final long whole;
  private final Pool root;

  private RewardPolicy(Builder builder, EmissionSchedule<?> emission) {
    this.name = builder.name;
    this.version = builder.version;
    this.validFromEpoch = builder.validFromEpoch;
    this.token = builder.token;
    this.emission = emission;
    this.whole = builder.whole;
    this.root =
        new Pool(ROOT, Share.REST, new PoolContent.SubPools(builder.pools), builder.leftover);
  }

  /**
   * Starts a policy.
   *
   * @param name 1 to 64 of {@code a-z 0-9 . -}
   * @param token what is paid
   * @return a builder
   */
  public static Builder builder(String name, Token token) {
    return new Builder(name, token);
  }

  /**
   * Reads a policy from JSON, or from YAML where it does not begin with a brace.
   *
   * @param file UTF-8, at most a mebibyte
   * @return the policy
   * @throws PolicyException if it is refused, with line, field and reason of everything that is wrong
   */
  public static RewardPolicy parse(byte[] file) throws PolicyException {
    return PolicyDocument.parse(file).read(FORM);
  }

  /**
   * The JSON Schema (draft 2020-12) of policy files, for editors and other programs. It describes the form alone; {@link
   * #parse} also checks that shares sum to the whole, that pools exist, and that nothing goes in a circle.
   *
   * @return a JSON document on one line
   */
  public static String schema() {
    return Schemas.document(FORMAT, FORM);
  }

  /**
   * Writes the policy in its canonical form.
   *
   * @return UTF-8 JSON; equal policies give equal bytes
   */
  public byte[] toJson() {
    return Json.line(FORM.write(this)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Divides an epoch's tokens.
   *
   * @param minted the new tokens of the epoch
   * @param contributions what was contributed, in any order
   * @return who gets how much
   */
  public Allocation allocate(TokenAmount minted, Collection<Contribution> contributions) {
    return allocate(minted, Collections.emptySortedMap(), contributions);
  }

  /**
   * Divides an epoch's tokens and what earlier epochs carried forward.
   *
   * @param minted the new tokens of the epoch
   * @param carriedIn the {@link Allocation#carryForward()} of the epoch before; what was carried for a pool that this
   *     policy does not have enters {@link #ROOT}
   * @param contributions what was contributed, in any order
   * @return who gets how much
   */
  public Allocation allocate(
      TokenAmount minted,
      SortedMap<String, TokenAmount> carriedIn,
      Collection<Contribution> contributions) {
    return allocate(minted, carriedIn, contributions, Collections.emptySortedMap());
  }

  /**
   * Divides an epoch's tokens and what earlier epochs carried forward, with the scores of pools that have them.
   *
   * @param minted the new tokens of the epoch
   * @param carriedIn the {@link Allocation#carryForward()} of the epoch before
   * @param contributions what was contributed, in any order
   * @param figures the epoch's figures, of which {@link Share.Score} names some
   * @return who gets how much
   */
  public Allocation allocate(
      TokenAmount minted,
      SortedMap<String, TokenAmount> carriedIn,
      Collection<Contribution> contributions,
      SortedMap<String, BigInteger> figures) {
    return new PolicyAllocator(this, minted, carriedIn, contributions, figures).allocate();
  }

  /**
   * The policy's name.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * The policy's version.
   *
   * @return 1 or more
   */
  public long version() {
    return version;
  }

  /**
   * Name and version in one text, as manifests carry it.
   *
   * @return for example {@code wifi/3}
   */
  public String id() {
    return name + "/" + version;
  }

  /**
   * From when on it holds.
   *
   * @return index of the first epoch
   */
  public long validFromEpoch() {
    return validFromEpoch;
  }

  /**
   * What is paid.
   *
   * @return the token
   */
  public Token token() {
    return token;
  }

  /**
   * How much each epoch mints.
   *
   * @return the schedule
   */
  public EmissionSchedule<?> emission() {
    return emission;
  }

  /**
   * What the shares of siblings sum to.
   *
   * @return 1 or more, for example 100 for percent
   */
  public long whole() {
    return whole;
  }

  /**
   * The pools that split the epoch's tokens.
   *
   * @return in the order of the policy
   */
  public List<Pool> pools() {
    return ((PoolContent.SubPools) root.content()).pools();
  }

  /**
   * Where the tokens go that the split of the epoch leaves by rounding.
   *
   * @return the place
   */
  public Leftover leftover() {
    return root.leftover();
  }

  /**
   * The proof kinds that the policy reads, so that a network can check that it has them.
   *
   * @return by field, for example {@code pools[0].pay.kinds} or {@code pools[0].pay.factors[1].times}; unmodifiable
   */
  public SortedMap<String, SortedSet<ProofKind>> kinds() {
    return PolicyNames.of(this).kinds();
  }

  /**
   * The figures of an epoch that the policy reads. A schedule cannot mint without its figures; a score or price that is
   * missing is 0.
   *
   * @return by field, for example {@code emission} or {@code pools[0].share.score}; unmodifiable
   */
  public SortedMap<String, SortedSet<String>> figures() {
    return PolicyNames.of(this).figures();
  }

  Pool root() {
    return root;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RewardPolicy p
        && name.equals(p.name)
        && version == p.version
        && validFromEpoch == p.validFromEpoch
        && token.equals(p.token)
        && emission.equals(p.emission)
        && whole == p.whole
        && root.equals(p.root);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, validFromEpoch, token, whole, root);
  }

  @Override
  public String toString() {
    return id();
  }

  /** Builds a policy. */
  public static final class Builder {
    private final String name;
    private final Token token;
    private long version = 1;
    private long validFromEpoch;
    private long whole = 100;
    private @Nullable EmissionSchedule<?> emission;
    private final List<Pool> pools = new ArrayList<>();
    private Leftover leftover = Leftover.UNALLOCATED;

    private Builder(String name, Token token) {
      this.name = name;
      this.token = token;
    }

    /**
     * The version, 1 unless set.
     *
     * @param version 1 or more
     * @return this
     */
    public Builder version(long version) {
      this.version = version;
      return this;
    }

    /**
     * The first epoch for which it holds, 0 unless set.
     *
     * @param epoch its index
     * @return this
     */
    public Builder validFromEpoch(long epoch) {
      this.validFromEpoch = epoch;
      return this;
    }

    /**
     * How much each epoch mints.
     *
     * @param emission the schedule
     * @return this
     */
    public Builder emission(EmissionSchedule<?> emission) {
      this.emission = emission;
      return this;
    }

    /**
     * What the shares of siblings sum to, 100 unless set.
     *
     * @param whole 1 or more
     * @return this
     */
    public Builder whole(long whole) {
      this.whole = whole;
      return this;
    }

    /**
     * Adds a pool that shares the epoch's tokens.
     *
     * @param pool the pool
     * @return this
     */
    public Builder pool(Pool pool) {
      return pools(List.of(pool));
    }

    /**
     * Adds pools that share the epoch's tokens.
     *
     * @param pools the pools
     * @return this
     */
    public Builder pools(List<Pool> pools) {
      this.pools.addAll(pools);
      return this;
    }

    /**
     * Where the tokens go that the split of the epoch leaves by rounding; {@link Leftover#UNALLOCATED} unless set.
     *
     * @param leftover the place
     * @return this
     */
    public Builder leftover(Leftover leftover) {
      this.leftover = leftover;
      return this;
    }

    /**
     * Makes the policy.
     *
     * @return the policy
     * @throws PolicyException if it is wrong, with all reasons
     */
    public RewardPolicy build() throws PolicyException {
      if (emission == null) {
        throw new PolicyException(
            List.of(new PolicyProblem(0, 0, "emission", "a policy says how much an epoch mints")));
      }
      RewardPolicy policy = unchecked();
      List<PolicyProblem> problems = PolicyChecks.of(policy);
      if (!problems.isEmpty()) {
        throw new PolicyException(problems);
      }
      return policy;
    }

    RewardPolicy unchecked() {
      return new RewardPolicy(this, Objects.requireNonNull(emission));
    }
  }
}
