package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.jspecify.annotations.Nullable;

/** Reads how a pool pays contributions. */
final class PayReader {
  private static final ProofKind PLACEHOLDER = new ProofKind("none/1");

  private final @Nullable Token token;
  private final PolicyFields.Notes notes;

  PayReader(@Nullable Token token, PolicyFields.Notes notes) {
    this.token = token;
    this.notes = notes;
  }

  @Nullable
  PoolContent read(PolicyFields fields) {
    TreeSet<ProofKind> kinds = new TreeSet<>();
    for (PolicyNode item : fields.items("kinds")) {
      try {
        kinds.add(ProofKind.parse(item instanceof PolicyNode.Text text ? text.text() : ""));
      } catch (EncodingException e) {
        notes.problem(item, fields.pathOf("kinds"), String.valueOf(e.getMessage()));
      }
    }
    Weighing weighing = weighing(fields);
    List<Factor> factors = factors(fields);
    Optional<Limit> limit =
        fields.optional("limit") == null ? Optional.empty() : limit(fields.fields("limit"));
    Optional<Guarantee> guarantee = fields.optional("guarantee") == null
        ? Optional.empty()
        : guarantee(fields.fields("guarantee"));
    Optional<Cap> cap =
        fields.optional("cap") == null ? Optional.empty() : cap(fields.fields("cap"));
    Remainder remainder = remainder(fields);
    fields.done();
    return weighing == null
        ? null
        : new PoolContent.ByContribution(
            kinds, weighing, factors, limit, guarantee, cap, remainder);
  }

  private static @Nullable Weighing weighing(PolicyFields fields) {
    String by = fields.text("by");
    if (by == null || by.equals("units")) {
      return Weighing.UNITS;
    }
    if (by.equals("score")) {
      return scored(fields);
    }
    if (!by.equals("equal")) {
      fields.problem("by", "expected units, equal or score, not " + EncodingException.shown(by));
      return null;
    }
    try {
      return Weighing.equal(fields.number("minimumUnits", 1));
    } catch (IllegalArgumentException e) {
      fields.problem("minimumUnits", e.getMessage());
      return null;
    }
  }

  private static @Nullable Weighing scored(PolicyFields fields) {
    try {
      return Weighing.scored(fields.number("full"));
    } catch (IllegalArgumentException e) {
      fields.problem("full", e.getMessage());
      return null;
    }
  }

  private Optional<Limit> limit(PolicyFields fields) {
    Limit limit = null;
    if (fields.has("price")) {
      String figure = String.valueOf(fields.text("price"));
      try {
        limit = new Limit.AtPrice(figure, fields.bigNumber("unit"));
      } catch (IllegalArgumentException e) {
        fields.problem("unit", e.getMessage());
      }
    } else {
      limit = new Limit.PerUnit(fields.amount("perUnit", token));
    }
    fields.done();
    return Optional.ofNullable(limit);
  }

  private List<Factor> factors(PolicyFields fields) {
    List<Factor> factors = new ArrayList<>();
    if (fields.optional("factors") == null) {
      return factors;
    }
    List<PolicyNode> items = fields.items("factors");
    for (int i = 0; i < items.size() && i <= PolicyChecks.MAX_FACTORS; i++) {
      PolicyFields factor =
          PolicyFields.of(items.get(i), fields.pathOf("factors") + "[" + i + "]", notes);
      try {
        Factor read = factor(factor);
        if (read != null) {
          factors.add(read);
          factor.done();
        }
      } catch (IllegalArgumentException e) {
        factor.problem("", e.getMessage());
      }
    }
    return factors;
  }

  private @Nullable Factor factor(PolicyFields fields) {
    if (fields.has("times")) {
      return new Factor.Times(kind(fields, "times"));
    }
    if (fields.has("tiersOf")) {
      List<Factor.Tier> tiers = new ArrayList<>();
      List<PolicyNode> items = fields.items("tiers");
      for (int i = 0; i < items.size(); i++) {
        PolicyFields tier =
            PolicyFields.of(items.get(i), fields.pathOf("tiers") + "[" + i + "]", notes);
        tiers.add(new Factor.Tier(tier.number("fromUnits"), tier.number("multiplier")));
        tier.done();
      }
      return new Factor.Tiers(kind(fields, "tiersOf"), tiers);
    }
    if (fields.has("rankIn")) {
      List<Long> multipliers = new ArrayList<>();
      for (PolicyNode item : fields.items("multipliers")) {
        if (item instanceof PolicyNode.Whole whole) {
          multipliers.add(whole.number());
        } else {
          notes.problem(item, fields.pathOf("multipliers"), "expected whole numbers");
        }
      }
      Optional<ProofKind> since =
          fields.optional("since") == null ? Optional.empty() : Optional.of(kind(fields, "since"));
      return new Factor.Ranked(kind(fields, "rankIn"), since, multipliers);
    }
    fields.problem("", "a factor has times, tiersOf or rankIn");
    return null;
  }

  private static ProofKind kind(PolicyFields fields, String name) {
    String text = fields.text(name);
    try {
      return text == null ? PLACEHOLDER : ProofKind.parse(text);
    } catch (EncodingException e) {
      fields.problem(name, e.getMessage());
      return PLACEHOLDER;
    }
  }

  private static Remainder remainder(PolicyFields fields) {
    String text = fields.text("remainder", Remainder.FLOOR.text());
    for (Remainder remainder : Remainder.values()) {
      if (remainder.text().equals(text)) {
        return remainder;
      }
    }
    fields.problem(
        "remainder",
        "expected floor, largest-remainder or carry-forward, not " + EncodingException.shown(text));
    return Remainder.FLOOR;
  }

  private Optional<Guarantee> guarantee(PolicyFields fields) {
    Cap.Scope scope = scope(fields);
    TokenAmount amount = fields.amount("amount", token);
    fields.done();
    return scope == null ? Optional.empty() : Optional.of(new Guarantee(scope, amount));
  }

  private Optional<Cap> cap(PolicyFields fields) {
    Cap.Scope scope = scope(fields);
    TokenAmount amount = fields.amount("amount", token);
    boolean spill = fields.truth("spill", false);
    fields.done();
    return scope == null ? Optional.empty() : Optional.of(new Cap(scope, amount, spill));
  }

  private static Cap.@Nullable Scope scope(PolicyFields fields) {
    String per = fields.text("per");
    for (Cap.Scope scope : Cap.Scope.values()) {
      if (scope.text().equals(per)) {
        return scope;
      }
    }
    if (per != null) {
      fields.problem("per", "expected device or operator, not " + EncodingException.shown(per));
    }
    return null;
  }
}
