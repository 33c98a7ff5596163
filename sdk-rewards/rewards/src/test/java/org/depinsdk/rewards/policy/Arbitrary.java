package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.BackstopEmission;
import org.depinsdk.rewards.emission.BondingInflationEmission;
import org.depinsdk.rewards.emission.CappedEmission;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.DecayEmission;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.depinsdk.rewards.emission.FilecoinEmission;
import org.depinsdk.rewards.emission.Fraction;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.emission.NetEmission;
import org.depinsdk.rewards.emission.OffsetEmission;
import org.depinsdk.rewards.emission.PerUnitEmission;
import org.depinsdk.rewards.emission.ReadAt;
import org.depinsdk.rewards.emission.RemintEmission;
import org.depinsdk.rewards.emission.ShareEmission;
import org.depinsdk.rewards.emission.SumEmission;
import org.depinsdk.rewards.emission.SwitchEmission;
import org.depinsdk.rewards.emission.TableEmission;
import org.depinsdk.rewards.emission.TaperEmission;

/** Seeded policies and contributions of every shape, small numbers and extremes included. */
final class Arbitrary {
  static final List<ProofKind> KINDS =
      List.of(new ProofKind("usage/1"), new ProofKind("uptime/1"), new ProofKind("coverage/2"));
  static final Token TOKEN = new Token("TEST", 8);

  private final RandomGenerator random;
  private int nextPool;

  Arbitrary(RandomGenerator random) {
    this.random = random;
  }

  static DeviceId device(int number) {
    StringBuilder text = new StringBuilder("dev-");
    for (int i = 0; i < 32; i++) {
      text.append("abcdefghijklmnopqrstuvwxyz234567"
          .charAt((int) ((long) number * 2_654_435_761L >>> i & 31)));
    }
    return new DeviceId(text.toString());
  }

  static OperatorId operator(int number) {
    return new OperatorId(String.format(java.util.Locale.ROOT, "0x%040x", number));
  }

  RewardPolicy policy() {
    nextPool = 0;
    int whole = List.of(1, 3, 100, 10_000, 1_000_000_007).get(random.nextInt(5));
    List<Pool> pools = siblings(whole, 0);
    while (true) {
      try {
        RewardPolicy.Builder builder = RewardPolicy.builder("arbitrary", TOKEN)
            .version(1 + random.nextInt(9))
            .validFromEpoch(random.nextInt(1000))
            .emission(emission(0))
            .whole(whole)
            .leftover(leftover());
        pools.forEach(builder::pool);
        return builder.build();
      } catch (PolicyException cycle) {
        // what pools leave was drawn to go in a circle: then it stays where it is
        pools = pools.stream().map(this::stays).toList();
      }
    }
  }

  private EmissionSchedule<?> emission(int depth) {
    Instant start = Instant.ofEpochSecond(random.nextInt(2_000_000_000));
    return switch (random.nextInt(depth < 2 ? 16 : 10)) {
      case 0 -> new HalvingEmission(amount(), 1 + random.nextInt(1000));
      case 1 -> new ConstantEmission(amount());
      case 2 ->
        new TableEmission(
            List.of(
                new TableEmission.Row(start, amount()),
                new TableEmission.Row(start.plusSeconds(1), amount())),
            readAt());
      case 3 ->
        new DecayEmission(amount(), Fraction.of(random.nextInt(100), 101), 1 + random.nextInt(60));
      case 4 ->
        new TaperEmission(
            start,
            Duration.ofSeconds(random.nextInt(1_000_000)),
            Duration.ofSeconds(random.nextInt(1_000_000)),
            amount(),
            readAt());
      case 5 -> net();
      case 6 -> new RemintEmission(Fraction.of(random.nextInt(5), 5), amount());
      case 7 ->
        new BondingInflationEmission(
            random.nextInt(1_000_000), random.nextInt(1000), random.nextInt(1_000_000_000));
      case 8 ->
        random.nextBoolean()
            ? new FilecoinEmission()
            : new PerUnitEmission("nodes", amount(), amount());
      case 9 ->
        new BackstopEmission(
            new ConstantEmission(amount()), net(), 1 + random.nextInt(100), BigInteger.TEN.pow(11));
      case 10 -> new CappedEmission(emission(depth + 1), amount(), TokenAmount.MAX);
      case 11 -> new CappedEmission(emission(depth + 1), TokenAmount.MAX, amount());
      case 12 -> new OffsetEmission(emission(depth + 1), random.nextInt(100));
      case 13 -> new SumEmission(List.of(emission(depth + 1), emission(depth + 1)));
      case 14 -> new ShareEmission(emission(depth + 1), "part", BigInteger.TWO);
      default -> new SwitchEmission(emission(depth + 1), emission(depth + 1), random.nextInt(100));
    };
  }

  private ReadAt readAt() {
    return random.nextBoolean() ? ReadAt.START : ReadAt.END;
  }

  private NetEmission net() {
    return new NetEmission(1 + random.nextInt(9), amount(), amount());
  }

  private Pool stays(Pool pool) {
    PoolContent content = pool.content() instanceof PoolContent.SubPools sub
        ? new PoolContent.SubPools(sub.pools().stream().map(this::stays).toList())
        : pool.content();
    Leftover leftover = random.nextBoolean() ? Leftover.UNALLOCATED : Leftover.CARRY_FORWARD;
    return new Pool(pool.name(), pool.share(), content, leftover);
  }

  private List<Pool> siblings(int whole, int depth) {
    int count = 1 + random.nextInt(4);
    boolean rest = random.nextBoolean();
    boolean scores = random.nextInt(6) == 0;
    List<Pool> pools = new ArrayList<>();
    int left = whole;
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      int parts = last ? left : random.nextInt(left + 1);
      left -= parts;
      Pool.Builder pool = Pool.named("p" + nextPool++).leftover(leftover());
      if (scores) {
        pool.share(Share.score("score-" + i));
      } else if (!(last && rest)) {
        pool.share(parts);
      }
      pools.add(content(pool, whole, depth).build());
    }
    return pools;
  }

  private Pool.Builder content(Pool.Builder pool, int whole, int depth) {
    switch (depth < 2 ? random.nextInt(7) : List.of(0, 1, 2, 3, 4, 6).get(random.nextInt(6))) {
      case 0:
        return pool.paysTo(operator(random.nextInt(5)));
      case 1:
        return pool.reserved();
      case 5:
        return pool.pools(siblings(whole, depth + 1).toArray(new Pool[0]));
      case 2:
        return limits(pool.equally(1 + random.nextInt(3), KINDS.get(random.nextInt(3))));
      case 6:
        return limits(
            pool.paying(Weighing.scored(1 + random.nextInt(9)), KINDS.get(random.nextInt(3)))
                .times(factor()));
      case 3:
        return limits(
            pool.proportionalTo(KINDS.get(random.nextInt(3))).times(factor()).times(factor()));
      default:
        return limits(
            pool.proportionalTo(KINDS.subList(0, 1 + random.nextInt(3)).toArray(new ProofKind[0])));
    }
  }

  private Factor factor() {
    ProofKind kind = KINDS.get(random.nextInt(3));
    return switch (random.nextInt(3)) {
      case 0 -> new Factor.Times(kind);
      case 1 ->
        new Factor.Tiers(
            kind,
            List.of(
                new Factor.Tier(random.nextInt(3), random.nextInt(9)),
                new Factor.Tier(3 + random.nextInt(9), 100)));
      default -> {
        Optional<ProofKind> since =
            random.nextBoolean() ? Optional.empty() : Optional.of(KINDS.get(1));
        yield new Factor.Ranked(kind, since, List.of(100L, 50L, (long) random.nextInt(9)));
      }
    };
  }

  private Pool.Builder limits(Pool.Builder pool) {
    if (random.nextInt(4) == 0) {
      pool.limit(
          random.nextBoolean()
              ? new Limit.PerUnit(TokenAmount.of(random.nextInt(5)))
              : new Limit.AtPrice("score-1", BigInteger.valueOf(1 + random.nextInt(1_000_000))));
    }
    pool.remainder(Remainder.values()[random.nextInt(3)]);
    Cap.Scope scope = Cap.Scope.values()[random.nextInt(2)];
    TokenAmount guarantee = amount();
    int choice = random.nextInt(6);
    if (choice <= 1) {
      pool.guarantee(new Guarantee(scope, guarantee));
    }
    if (choice >= 1 && choice <= 2) {
      pool.cap(new Cap(scope, guarantee.plus(amount()), random.nextBoolean()));
    }
    return pool;
  }

  private Leftover leftover() {
    return switch (random.nextInt(4)) {
      case 0 -> Leftover.CARRY_FORWARD;
      case 1 -> Leftover.toPool("p" + random.nextInt(1 + nextPool));
      default -> Leftover.UNALLOCATED;
    };
  }

  TokenAmount amount() {
    return switch (random.nextInt(4)) {
      case 0 -> TokenAmount.of(random.nextInt(20));
      case 1 -> TokenAmount.ZERO;
      case 2 -> TokenAmount.of(random.nextLong(1L << 50));
      default -> TokenAmount.of(random.nextLong(1L << 62)).times(1_000_000_007L);
    };
  }

  static Contribution sole(int number, ProofKind kind, long units) {
    return new Contribution(device(number), kind, units, Owners.sole(operator(number)));
  }

  /** One to three owners, small and large weights. */
  Owners owners(int operators) {
    TreeMap<OperatorId, Owners.Share> shares = new TreeMap<>();
    long most = List.of(1L, 3L, 86_400_000L, Long.MAX_VALUE).get(random.nextInt(4));
    for (int i = 0; i <= random.nextInt(3); i++) {
      OperatorId operator = operator(random.nextInt(operators));
      shares.putIfAbsent(
          operator, new Owners.Share(operator, i == 0 ? most : random.nextLong(most)));
    }
    return new Owners(List.copyOf(shares.values()));
  }

  /** Devices with one owner each for all their kinds, and devices that changed hands. */
  List<Contribution> contributions() {
    List<Contribution> contributions = new ArrayList<>();
    boolean sold = random.nextBoolean();
    int count = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
    int operators = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      long units = switch (random.nextInt(4)) {
        case 0 -> 0;
        case 1 -> 1 + random.nextInt(5);
        default -> random.nextLong(1L << 40);
      };
      int number = random.nextInt(20);
      contributions.add(new Contribution(
          device(number),
          KINDS.get(random.nextInt(3)),
          units,
          sold ? owners(operators) : Owners.sole(operator(number % operators))));
    }
    return contributions;
  }

  TreeMap<String, BigInteger> figures() {
    TreeMap<String, BigInteger> figures = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      figures.put("score-" + random.nextInt(4), amount().toBigInteger());
    }
    return figures;
  }

  TreeMap<String, TokenAmount> carried() {
    TreeMap<String, TokenAmount> carried = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      carried.put("p" + random.nextInt(12), amount());
    }
    return carried;
  }
}
