package org.depinsdk.rewards.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Fields;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.Forms.Case;
import org.depinsdk.rewards.document.ValueForms;
import org.depinsdk.rewards.emission.EmissionTypes;
import org.depinsdk.rewards.emission.EpochFacts;

/** The form of a policy in files. */
final class PolicyForm {
  static final String UNALLOCATED = "unallocated";
  static final String CARRY_FORWARD = "carry-forward";
  static final String REST = "rest";

  private static final Form<Long> WHOLE = Forms.number(0);
  private static final ProofKind ANY_KIND = new ProofKind("none/1");
  private static final Form<Leftover> LEFTOVER = Forms.string(
          "unallocated, carry-forward or the name of a pool",
          Pattern.compile("[a-z0-9-]{1,40}"),
          UNALLOCATED)
      .as(PolicyForm::leftover, PolicyForm::name);
  private static final Form<Share> SHARE = Forms.choice(
      "whole parts such as 70, {score: FIGURE} or rest",
      Share.REST,
      List.of(
          new Case<>(
              JsonNumber.class::isInstance,
              Share.Parts.class::isInstance,
              WHOLE.as(Share::parts, share -> ((Share.Parts) share).parts())),
          new Case<>(
              JsonObject.class::isInstance,
              Share.Score.class::isInstance,
              Forms.object(
                  "In proportion to a score.",
                  fields -> Share.score(fields.get(
                      "score", EpochFacts.FIGURE, share -> ((Share.Score) share).figure())))),
          new Case<>(
              json -> json instanceof JsonString string && string.value().equals(REST),
              Share.Rest.class::isInstance,
              Forms.constant(REST).as(rest -> Share.REST, share -> REST))));

  private static final Form<Factor.Tier> TIER = Forms.object(
      "",
      fields -> new Factor.Tier(
          fields.get("fromUnits", WHOLE, Factor.Tier::fromUnits),
          fields.get("multiplier", WHOLE, Factor.Tier::multiplier)));
  private static final Form<Factor> FACTOR = Forms.choice(
      "times, tiersOf or rankIn",
      new Factor.Times(ANY_KIND),
      List.of(
          ofType(
              "times",
              Factor.Times.class,
              Forms.object(
                  "Times the units of another proof of the same device.",
                  fields -> new Factor.Times(
                      fields.get("times", ValueForms.PROOF_KIND, Factor.Times::kind)))),
          ofType(
              "tiersOf",
              Factor.Tiers.class,
              Forms.object(
                  "A multiplier by tiers of another proof; below the first it is 0.",
                  fields -> new Factor.Tiers(
                      fields.get("tiersOf", ValueForms.PROOF_KIND, Factor.Tiers::kind),
                      fields.get("tiers", Forms.list(TIER, 1, 1000), Factor.Tiers::tiers)))),
          ofType(
              "rankIn",
              Factor.Ranked.class,
              Forms.object(
                  "A multiplier by rank in a cell; beyond the last it is 0.",
                  fields -> new Factor.Ranked(
                      fields.get("rankIn", ValueForms.PROOF_KIND, Factor.Ranked::cell),
                      fields.optional("since", ValueForms.PROOF_KIND, Factor.Ranked::since),
                      fields.get(
                          "multipliers",
                          Forms.list(WHOLE, 1, 1000),
                          Factor.Ranked::multipliers))))));

  private final Form<TokenAmount> amount;

  private PolicyForm(Optional<Token> token) {
    this.amount = Token.amounts(token);
  }

  /** The form, with these schedules. */
  static Form<RewardPolicy> of(EmissionTypes types) {
    Form<RewardPolicy> form = Forms.object(
        "How much an epoch mints and who gets it. That shares sum to the whole, that pools exist and that nothing goes in a "
            + "circle is checked when it is read.",
        fields -> policy(fields, types));
    return form.checked(PolicyChecks::of);
  }

  private static RewardPolicy policy(Fields<RewardPolicy> fields, EmissionTypes types) {
    fields.constant("format", RewardPolicy.FORMAT);
    String name = fields.get("name", ValueForms.NAME, RewardPolicy::name);
    long version = fields.get("version", Forms.number(1), 1L, RewardPolicy::version);
    long valid = fields.get("validFromEpoch", WHOLE, 0L, RewardPolicy::validFromEpoch);
    Optional<Token> token =
        fields.get("token", Token.FORM.orEmpty(), policy -> Optional.of(policy.token()));
    PolicyForm forms = new PolicyForm(token);
    return RewardPolicy.builder(name, token.orElse(new Token("A", 0)))
        .version(version)
        .validFromEpoch(valid)
        .emission(fields.get("emission", types.form(token), RewardPolicy::emission))
        .whole(fields.get("whole", Forms.number(1), 100L, RewardPolicy::whole))
        .leftover(fields.get("leftoverTo", LEFTOVER, Leftover.UNALLOCATED, RewardPolicy::leftover))
        .pools(fields.get("pools", forms.pools(), RewardPolicy::pools))
        .unchecked();
  }

  private Form<List<Pool>> pools() {
    return Forms.named("pools", () -> Forms.list(pool(), 1, PolicyChecks.MAX_POOLS));
  }

  private Form<Pool> pool() {
    return Forms.choice(
        "a pool with exactly one of pay, pools, recipient and reserve: true",
        new Pool("none", Share.REST, new PoolContent.Reserve(), Leftover.UNALLOCATED),
        List.of(
            pool("pay", PoolContent.ByContribution.class, pay()),
            pool(
                "pools",
                PoolContent.SubPools.class,
                pools().as(PoolContent.SubPools::new, PoolContent.SubPools::pools)),
            pool(
                "recipient",
                PoolContent.Recipient.class,
                ValueForms.OPERATOR.as(
                    PoolContent.Recipient::new, PoolContent.Recipient::operator)),
            pool(
                "reserve",
                PoolContent.Reserve.class,
                ValueForms.BOOLEAN.as(PolicyForm::reserve, reserve -> true))));
  }

  private static <C extends PoolContent> Case<Pool> pool(
      String field, Class<C> type, Form<C> content) {
    return Case.ofField(
        field,
        pool -> type.isInstance(pool.content()),
        Forms.object(
            "",
            fields -> new Pool(
                fields.get(
                    "name",
                    Forms.string(
                        "a pool's name, 1 to 40 of a-z 0-9 -", PolicyChecks.POOL_NAME, "none"),
                    Pool::name),
                fields.get("share", SHARE, Pool::share),
                fields.get(field, content, pool -> type.cast(pool.content())),
                fields.get("leftoverTo", LEFTOVER, Leftover.UNALLOCATED, Pool::leftover))));
  }

  private static PoolContent.Reserve reserve(boolean isReserve) {
    if (!isReserve) {
      throw new IllegalArgumentException("a pool that is not held back says what it does instead");
    }
    return new PoolContent.Reserve();
  }

  private Form<PoolContent.ByContribution> pay() {
    Map<String, Form<PoolContent.ByContribution>> forms = new LinkedHashMap<>();
    forms.put("units", pay("units", fields -> Weighing.UNITS));
    forms.put(
        "equal",
        pay(
            "equal",
            fields -> Weighing.equal(fields.get(
                "minimumUnits",
                Forms.number(1),
                1L,
                by -> ((Weighing.Equal) by.weighing()).minimumUnits()))));
    forms.put(
        "score",
        pay(
            "score",
            fields -> Weighing.scored(fields.get(
                "full", Forms.number(1), by -> ((Weighing.Scored) by.weighing()).full()))));
    return Forms.tagged(
        "by",
        new PoolContent.ByContribution(
            new TreeSet<>(List.of(ANY_KIND)),
            Weighing.UNITS,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Remainder.FLOOR),
        by -> by.weighing() instanceof Weighing.Equal
            ? "equal"
            : by.weighing() instanceof Weighing.Scored ? "score" : "units",
        forms);
  }

  private Form<PoolContent.ByContribution> pay(
      String by, Function<Fields<PoolContent.ByContribution>, Weighing> weighing) {
    Form<SortedSet<ProofKind>> kinds =
        Forms.list(ValueForms.PROOF_KIND, 1, 256).as(TreeSet::new, List::copyOf);
    return Forms.object("", fields -> {
      fields.constant("by", by);
      Weighing read = weighing.apply(fields);
      return new PoolContent.ByContribution(
          fields.get("kinds", kinds, PoolContent.ByContribution::kinds),
          read,
          fields.get(
              "factors",
              Forms.list(FACTOR, 0, PolicyChecks.MAX_FACTORS),
              List.of(),
              PoolContent.ByContribution::factors),
          fields.optional("limit", limit(), PoolContent.ByContribution::limit),
          fields.optional("guarantee", guarantee(), PoolContent.ByContribution::guarantee),
          fields.optional("cap", cap(), PoolContent.ByContribution::cap),
          fields.get(
              "remainder",
              Forms.oneOf(Remainder.values()),
              Remainder.FLOOR,
              PoolContent.ByContribution::remainder));
    });
  }

  private Form<Limit> limit() {
    return Forms.choice(
        "perUnit, or price and unit",
        new Limit.PerUnit(TokenAmount.ZERO),
        List.of(
            ofType(
                "price",
                Limit.AtPrice.class,
                Forms.object(
                    "What a unit is worth at the epoch's price.",
                    fields -> new Limit.AtPrice(
                        fields.get("price", EpochFacts.FIGURE, Limit.AtPrice::figure),
                        fields.get("unit", ValueForms.BIG_NUMBER, Limit.AtPrice::unit)))),
            ofType(
                "perUnit",
                Limit.PerUnit.class,
                Forms.object(
                    "The most for each unit of weight.",
                    fields ->
                        new Limit.PerUnit(fields.get("perUnit", amount, Limit.PerUnit::amount))))));
  }

  private Form<Guarantee> guarantee() {
    return Forms.object(
        "What everybody with a weight gets first.",
        fields -> new Guarantee(
            fields.get("per", Forms.oneOf(Cap.Scope.values()), Guarantee::scope),
            fields.get("amount", amount, Guarantee::amount)));
  }

  private Form<Cap> cap() {
    return Forms.object(
        "The most that one may get; spill shares the excess among the others.",
        fields -> new Cap(
            fields.get("per", Forms.oneOf(Cap.Scope.values()), Cap::scope),
            fields.get("amount", amount, Cap::amount),
            fields.get("spill", ValueForms.BOOLEAN, false, Cap::spill)));
  }

  /** A case of a sealed type that is told by a field. */
  private static <V, C extends V> Case<V> ofType(String field, Class<C> type, Form<C> form) {
    return Case.ofField(field, type::isInstance, form.as(value -> value, type::cast));
  }

  private static Leftover leftover(String text) {
    return switch (text) {
      case UNALLOCATED -> Leftover.UNALLOCATED;
      case CARRY_FORWARD -> Leftover.CARRY_FORWARD;
      default -> Leftover.toPool(text);
    };
  }

  private static String name(Leftover leftover) {
    return leftover instanceof Leftover.ToPool to
        ? to.pool()
        : leftover instanceof Leftover.Carries ? CARRY_FORWARD : UNALLOCATED;
  }
}
