package org.depinsdk.rewards.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;

/** Writes the canonical form of a policy: fixed order of fields, no spaces, every field that is not its default. */
final class PolicyWriter {
  static final String UNALLOCATED = "unallocated";
  static final String CARRY_FORWARD = "carry-forward";
  static final String REST = "rest";

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;
  private final Token token;

  private PolicyWriter(JsonGenerator out, Token token) {
    this.out = out;
    this.token = token;
  }

  static byte[] write(RewardPolicy policy) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      new PolicyWriter(out, policy.token()).policy(policy);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private void policy(RewardPolicy policy) throws IOException {
    out.writeStartObject();
    out.writeStringField("policy", RewardPolicy.FORMAT);
    out.writeStringField("name", policy.name());
    out.writeNumberField("version", policy.version());
    out.writeNumberField("validFromEpoch", policy.validFromEpoch());
    out.writeObjectFieldStart("token");
    out.writeStringField("symbol", token.symbol());
    out.writeNumberField("decimals", token.decimals());
    out.writeEndObject();
    new EmissionWriter(out, token).write("emission", policy.emission());
    out.writeNumberField("whole", policy.whole());
    leftover(policy.leftover());
    pools(policy.pools());
    out.writeEndObject();
  }

  private void pools(List<Pool> pools) throws IOException {
    out.writeArrayFieldStart("pools");
    for (Pool pool : pools) {
      out.writeStartObject();
      out.writeStringField("name", pool.name());
      share(pool.share());
      content(pool.content());
      leftover(pool.leftover());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void share(Share share) throws IOException {
    if (share instanceof Share.Parts parts) {
      out.writeNumberField("share", parts.parts());
    } else if (share instanceof Share.Score score) {
      out.writeObjectFieldStart("share");
      out.writeStringField("score", score.figure());
      out.writeEndObject();
    } else {
      out.writeStringField("share", REST);
    }
  }

  private void content(PoolContent content) throws IOException {
    if (content instanceof PoolContent.SubPools sub) {
      pools(sub.pools());
    } else if (content instanceof PoolContent.Recipient recipient) {
      out.writeStringField("recipient", recipient.operator().text());
    } else if (content instanceof PoolContent.Reserve) {
      out.writeBooleanField("reserve", true);
    } else if (content instanceof PoolContent.ByContribution by) {
      out.writeObjectFieldStart("pay");
      contribution(by);
      out.writeEndObject();
    }
  }

  private void contribution(PoolContent.ByContribution by) throws IOException {
    if (by.weighing() instanceof Weighing.Equal equal) {
      out.writeStringField("by", "equal");
      out.writeNumberField("minimumUnits", equal.minimumUnits());
    } else if (by.weighing() instanceof Weighing.Scored scored) {
      out.writeStringField("by", "score");
      out.writeNumberField("full", scored.full());
    } else {
      out.writeStringField("by", "units");
    }
    out.writeArrayFieldStart("kinds");
    for (ProofKind kind : by.kinds()) {
      out.writeString(kind.text());
    }
    out.writeEndArray();
    if (!by.factors().isEmpty()) {
      out.writeArrayFieldStart("factors");
      for (Factor factor : by.factors()) {
        out.writeStartObject();
        factor(factor);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (by.limit().isPresent()) {
      out.writeObjectFieldStart("limit");
      if (by.limit().get() instanceof Limit.PerUnit perUnit) {
        amount("perUnit", perUnit.amount());
      } else if (by.limit().get() instanceof Limit.AtPrice price) {
        out.writeStringField("price", price.figure());
        out.writeStringField("unit", price.unit().toString());
      }
      out.writeEndObject();
    }
    if (by.guarantee().isPresent()) {
      out.writeObjectFieldStart("guarantee");
      out.writeStringField("per", by.guarantee().get().scope().text());
      amount("amount", by.guarantee().get().amount());
      out.writeEndObject();
    }
    if (by.cap().isPresent()) {
      Cap cap = by.cap().get();
      out.writeObjectFieldStart("cap");
      out.writeStringField("per", cap.scope().text());
      amount("amount", cap.amount());
      out.writeBooleanField("spill", cap.spill());
      out.writeEndObject();
    }
    out.writeStringField("remainder", by.remainder().text());
  }

  private void factor(Factor factor) throws IOException {
    if (factor instanceof Factor.Times times) {
      out.writeStringField("times", times.kind().text());
    } else if (factor instanceof Factor.Tiers tiers) {
      out.writeStringField("tiersOf", tiers.kind().text());
      out.writeArrayFieldStart("tiers");
      for (Factor.Tier tier : tiers.tiers()) {
        out.writeStartObject();
        out.writeNumberField("fromUnits", tier.fromUnits());
        out.writeNumberField("multiplier", tier.multiplier());
        out.writeEndObject();
      }
      out.writeEndArray();
    } else if (factor instanceof Factor.Ranked ranked) {
      out.writeStringField("rankIn", ranked.cell().text());
      if (ranked.since().isPresent()) {
        out.writeStringField("since", ranked.since().get().text());
      }
      out.writeArrayFieldStart("multipliers");
      for (long multiplier : ranked.multipliers()) {
        out.writeNumber(multiplier);
      }
      out.writeEndArray();
    }
  }

  private void leftover(Leftover leftover) throws IOException {
    if (leftover instanceof Leftover.ToPool to) {
      out.writeStringField("leftoverTo", to.pool());
    } else {
      out.writeStringField(
          "leftoverTo", leftover instanceof Leftover.Carries ? CARRY_FORWARD : UNALLOCATED);
    }
  }

  private void amount(String field, TokenAmount amount) throws IOException {
    out.writeStringField(field, text(amount, token));
  }

  /** An amount with its unit, as policy files have it. */
  static String text(TokenAmount amount, Token token) {
    return token.format(amount) + " " + token.symbol();
  }
}
