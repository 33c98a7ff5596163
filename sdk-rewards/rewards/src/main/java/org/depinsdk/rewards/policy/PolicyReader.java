package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.jspecify.annotations.Nullable;

/** Makes a policy of a document, or says everything that is wrong with it. */
final class PolicyReader {
  private final PolicyFields.Notes notes = new PolicyFields.Notes();
  private @Nullable Token token;

  private PolicyReader() {}

  static RewardPolicy read(PolicyNode document) throws PolicyException {
    return new PolicyReader().policy(document);
  }

  private RewardPolicy policy(PolicyNode document) throws PolicyException {
    PolicyFields fields = PolicyFields.of(document, "", notes);
    String format = fields.text("policy");
    if (format != null && !format.equals(RewardPolicy.FORMAT)) {
      fields.problem(
          "policy", "expected " + RewardPolicy.FORMAT + ", not " + EncodingException.shown(format));
    }
    String name = fields.text("name");
    long version = fields.number("version", 1);
    long validFrom = fields.number("validFromEpoch", 0);
    token = token(fields.fields("token"));
    EmissionSchedule<?> emission = new EmissionReader(token).read(fields.fields("emission"));
    long whole = fields.number("whole", 100);
    Leftover leftover = leftover(fields);
    List<Pool> pools = pools(fields, "pools", 1);
    fields.done();
    refuse(notes.problems());
    RewardPolicy.Builder builder = RewardPolicy.builder(
            String.valueOf(name), Objects.requireNonNull(token, "a token or a problem"))
        .version(version)
        .validFromEpoch(validFrom)
        .whole(whole)
        .leftover(leftover);
    pools.forEach(builder::pool);
    if (emission != null) {
      builder.emission(emission);
    }
    try {
      return builder.build();
    } catch (PolicyException e) {
      throw new PolicyException(e.problems().stream().map(notes::placed).toList());
    }
  }

  private static void refuse(List<PolicyProblem> problems) throws PolicyException {
    if (!problems.isEmpty()) {
      throw new PolicyException(problems);
    }
  }

  private static @Nullable Token token(PolicyFields fields) {
    String symbol = fields.text("symbol");
    long decimals = fields.number("decimals");
    fields.done();
    try {
      return symbol == null
          ? null
          : new Token(symbol, (int) Math.max(-1, Math.min(decimals, 1000)));
    } catch (IllegalArgumentException e) {
      fields.problem("", e.getMessage());
      return null;
    }
  }

  private List<Pool> pools(PolicyFields fields, String field, int depth) {
    List<Pool> pools = new ArrayList<>();
    List<PolicyNode> items = fields.items(field);
    if (depth > PolicyChecks.MAX_DEPTH) {
      fields.problem(field, "pools stand at most " + PolicyChecks.MAX_DEPTH + " deep");
      return pools;
    }
    for (int i = 0; i < items.size(); i++) {
      Pool pool =
          pool(PolicyFields.of(items.get(i), fields.pathOf(field) + "[" + i + "]", notes), depth);
      if (pool != null) {
        pools.add(pool);
      }
    }
    return pools;
  }

  private @Nullable Pool pool(PolicyFields fields, int depth) {
    String name = fields.text("name");
    Share share = share(fields);
    Leftover leftover = leftover(fields);
    List<PoolContent> contents = new ArrayList<>();
    if (fields.optional("pay") != null) {
      PoolContent content = new PayReader(token, notes).read(fields.fields("pay"));
      if (content != null) {
        contents.add(content);
      }
    }
    if (fields.optional("pools") != null) {
      contents.add(new PoolContent.SubPools(pools(fields, "pools", depth + 1)));
    }
    if (fields.optional("recipient") != null) {
      PoolContent content = recipient(fields);
      if (content != null) {
        contents.add(content);
      }
    }
    if (fields.truth("reserve", false)) {
      contents.add(new PoolContent.Reserve());
    }
    boolean one =
        fields.has("pay") ^ fields.has("pools") ^ fields.has("recipient") ^ fields.has("reserve");
    fields.done();
    boolean reserveIsFalse = fields.has("reserve")
        && fields.optional("reserve") instanceof PolicyNode.Truth t
        && !t.value();
    if (!one || contents.size() > 1 || reserveIsFalse) {
      fields.problem(
          "name", "a pool has exactly one of pay, pools, recipient and \"reserve\": true");
      return null;
    }
    if (contents.isEmpty()) {
      return null;
    }
    return name == null ? null : new Pool(name, share, contents.get(0), leftover);
  }

  private Share share(PolicyFields fields) {
    PolicyNode share = fields.optional("share");
    if (share instanceof PolicyNode.Whole whole) {
      return Share.parts(whole.number());
    }
    if (share instanceof PolicyNode.Fields) {
      PolicyFields score = fields.fields("share");
      String figure = score.text("score");
      score.done();
      return Share.score(String.valueOf(figure));
    }
    if (!(share instanceof PolicyNode.Text text && text.text().equals(PolicyWriter.REST))) {
      fields.problem(
          "share",
          "expected whole parts such as 70, {\"score\": FIGURE} or \"" + PolicyWriter.REST + "\"");
    }
    return Share.REST;
  }

  private static Leftover leftover(PolicyFields fields) {
    String place = fields.text("leftoverTo", PolicyWriter.UNALLOCATED);
    return switch (place) {
      case PolicyWriter.UNALLOCATED -> Leftover.UNALLOCATED;
      case PolicyWriter.CARRY_FORWARD -> Leftover.CARRY_FORWARD;
      default -> Leftover.toPool(place);
    };
  }

  private static @Nullable PoolContent recipient(PolicyFields fields) {
    String account = fields.text("recipient");
    try {
      return account == null ? null : new PoolContent.Recipient(OperatorId.parse(account));
    } catch (EncodingException e) {
      fields.problem("recipient", e.getMessage());
      return null;
    }
  }
}
