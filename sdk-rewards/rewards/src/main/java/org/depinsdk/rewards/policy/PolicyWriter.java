package org.depinsdk.rewards.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.depinsdk.rewards.emission.HalvingEmission;

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
    out.writeObjectFieldStart("emission");
    emission(policy.emission());
    out.writeEndObject();
    out.writeNumberField("whole", policy.whole());
    leftover(policy.leftover());
    pools(policy.pools());
    out.writeEndObject();
  }

  private void emission(EmissionSchedule<?> schedule) throws IOException {
    if (schedule instanceof HalvingEmission halving) {
      out.writeStringField("schedule", "halving");
      amount("initial", halving.initial());
      out.writeNumberField("intervalEpochs", halving.intervalEpochs());
    }
  }

  private void pools(List<Pool> pools) throws IOException {
    out.writeArrayFieldStart("pools");
    for (Pool pool : pools) {
      out.writeStartObject();
      out.writeStringField("name", pool.name());
      if (pool.parts().isPresent()) {
        out.writeNumberField("share", pool.parts().getAsLong());
      } else {
        out.writeStringField("share", REST);
      }
      content(pool.content());
      leftover(pool.leftover());
      out.writeEndObject();
    }
    out.writeEndArray();
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
    } else {
      out.writeStringField("by", "units");
    }
    out.writeArrayFieldStart("kinds");
    for (ProofKind kind : by.kinds()) {
      out.writeString(kind.text());
    }
    out.writeEndArray();
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

  private void leftover(Leftover leftover) throws IOException {
    if (leftover instanceof Leftover.ToPool to) {
      out.writeStringField("leftoverTo", to.pool());
    } else {
      out.writeStringField(
          "leftoverTo", leftover instanceof Leftover.Carries ? CARRY_FORWARD : UNALLOCATED);
    }
  }

  private void amount(String field, TokenAmount amount) throws IOException {
    out.writeStringField(field, token.format(amount) + " " + token.symbol());
  }
}
