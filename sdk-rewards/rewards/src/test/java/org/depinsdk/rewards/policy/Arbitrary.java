package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;

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
            .emission(new HalvingEmission(amount(), 1 + random.nextInt(1000)))
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

  private Pool stays(Pool pool) {
    PoolContent content = pool.content() instanceof PoolContent.SubPools sub
        ? new PoolContent.SubPools(sub.pools().stream().map(this::stays).toList())
        : pool.content();
    Leftover leftover = random.nextBoolean() ? Leftover.UNALLOCATED : Leftover.CARRY_FORWARD;
    return new Pool(pool.name(), pool.parts(), content, leftover);
  }

  private List<Pool> siblings(int whole, int depth) {
    int count = 1 + random.nextInt(4);
    boolean rest = random.nextBoolean();
    List<Pool> pools = new ArrayList<>();
    int left = whole;
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      int parts = last ? left : random.nextInt(left + 1);
      left -= parts;
      Pool.Builder pool = Pool.named("p" + nextPool++).leftover(leftover());
      if (!(last && rest)) {
        pool.share(parts);
      }
      pools.add(content(pool, whole, depth).build());
    }
    return pools;
  }

  private Pool.Builder content(Pool.Builder pool, int whole, int depth) {
    switch (random.nextInt(depth < 2 ? 6 : 5)) {
      case 0:
        return pool.paysTo(operator(random.nextInt(5)));
      case 1:
        return pool.reserved();
      case 5:
        return pool.pools(siblings(whole, depth + 1).toArray(new Pool[0]));
      case 2:
        return limits(pool.equally(1 + random.nextInt(3), KINDS.get(random.nextInt(3))));
      default:
        return limits(
            pool.proportionalTo(KINDS.subList(0, 1 + random.nextInt(3)).toArray(new ProofKind[0])));
    }
  }

  private Pool.Builder limits(Pool.Builder pool) {
    pool.remainder(Remainder.values()[random.nextInt(3)]);
    if (random.nextInt(3) == 0) {
      pool.cap(new Cap(Cap.Scope.values()[random.nextInt(2)], amount(), random.nextBoolean()));
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

  List<Contribution> contributions() {
    List<Contribution> contributions = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
    int operators = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      long units = switch (random.nextInt(4)) {
        case 0 -> 0;
        case 1 -> 1 + random.nextInt(5);
        default -> random.nextLong(1L << 40);
      };
      contributions.add(new Contribution(
          device(random.nextInt(20)),
          operator(random.nextInt(operators)),
          KINDS.get(random.nextInt(3)),
          units));
    }
    return contributions;
  }

  TreeMap<String, TokenAmount> carried() {
    TreeMap<String, TokenAmount> carried = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      carried.put("p" + random.nextInt(12), amount());
    }
    return carried;
  }
}
