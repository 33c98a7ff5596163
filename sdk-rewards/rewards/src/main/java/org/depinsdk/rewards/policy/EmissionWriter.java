package org.depinsdk.rewards.policy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.BackstopEmission;
import org.depinsdk.rewards.emission.BondingInflationEmission;
import org.depinsdk.rewards.emission.CappedEmission;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.DecayEmission;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.depinsdk.rewards.emission.FilecoinEmission;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.emission.NetEmission;
import org.depinsdk.rewards.emission.OffsetEmission;
import org.depinsdk.rewards.emission.PerUnitEmission;
import org.depinsdk.rewards.emission.RemintEmission;
import org.depinsdk.rewards.emission.SumEmission;
import org.depinsdk.rewards.emission.SwitchEmission;
import org.depinsdk.rewards.emission.TableEmission;
import org.depinsdk.rewards.emission.TaperEmission;

/** Writes schedules as {@link EmissionReader} reads them. */
final class EmissionWriter {
  private final JsonGenerator out;
  private final Token token;

  EmissionWriter(JsonGenerator out, Token token) {
    this.out = out;
    this.token = token;
  }

  /** Whether a schedule has a form in policy files. */
  static boolean knows(EmissionSchedule<?> schedule) {
    if (schedule instanceof CappedEmission capped) {
      return knows(capped.of());
    }
    if (schedule instanceof OffsetEmission offset) {
      return knows(offset.of());
    }
    if (schedule instanceof SumEmission sum) {
      return sum.of().stream().allMatch(EmissionWriter::knows);
    }
    if (schedule instanceof SwitchEmission change) {
      return knows(change.before()) && knows(change.after());
    }
    if (schedule instanceof BackstopEmission backstop) {
      return knows(backstop.base());
    }
    return schedule instanceof HalvingEmission
        || schedule instanceof ConstantEmission
        || schedule instanceof TableEmission
        || schedule instanceof DecayEmission
        || schedule instanceof TaperEmission
        || schedule instanceof NetEmission
        || schedule instanceof RemintEmission
        || schedule instanceof BondingInflationEmission
        || schedule instanceof PerUnitEmission
        || schedule instanceof FilecoinEmission;
  }

  void write(String field, EmissionSchedule<?> schedule) throws IOException {
    out.writeFieldName(field);
    write(schedule);
  }

  private void write(EmissionSchedule<?> schedule) throws IOException {
    out.writeStartObject();
    if (schedule instanceof HalvingEmission halving) {
      start("halving");
      amount("initial", halving.initial());
      out.writeNumberField("intervalEpochs", halving.intervalEpochs());
    } else if (schedule instanceof ConstantEmission constant) {
      start("constant");
      amount("perEpoch", constant.perEpoch());
    } else if (schedule instanceof TableEmission table) {
      table(table);
    } else if (schedule instanceof DecayEmission decay) {
      start("decay");
      amount("initial", decay.initial());
      out.writeStringField("fraction", decay.numerator() + "/" + decay.denominator());
      out.writeNumberField("epochsPerStep", decay.epochsPerStep());
    } else if (schedule instanceof TaperEmission taper) {
      start("taper");
      out.writeStringField("start", taper.start().toString());
      out.writeStringField("flat", taper.flat().toString());
      out.writeStringField("taper", taper.taper().toString());
      amount("perEpoch", taper.perEpoch());
    } else if (schedule instanceof NetEmission net) {
      start("net");
      net(net);
    } else if (schedule instanceof RemintEmission remint) {
      start("remint");
      out.writeStringField("fraction", remint.numerator() + "/" + remint.denominator());
      amount("cap", remint.cap());
    } else if (schedule instanceof BondingInflationEmission inflation) {
      start("bonding-inflation");
      out.writeNumberField("initialRate", inflation.initialRate());
      out.writeNumberField("step", inflation.step());
      out.writeNumberField("target", inflation.target());
    } else if (schedule instanceof PerUnitEmission perUnit) {
      start("per-unit");
      out.writeStringField("figure", perUnit.figure());
      amount("perUnit", perUnit.perUnit());
      limit("cap", perUnit.cap());
    } else if (schedule instanceof FilecoinEmission) {
      start("filecoin");
    } else {
      composed(schedule);
    }
    out.writeEndObject();
  }

  private void composed(EmissionSchedule<?> schedule) throws IOException {
    if (schedule instanceof CappedEmission capped) {
      start("capped");
      write("of", capped.of());
      limit("perEpoch", capped.perEpoch());
      limit("total", capped.total());
    } else if (schedule instanceof OffsetEmission offset) {
      start("offset");
      write("of", offset.of());
      out.writeNumberField("firstEpoch", offset.firstEpoch());
    } else if (schedule instanceof SumEmission sum) {
      start("sum");
      out.writeArrayFieldStart("of");
      for (EmissionSchedule<?> part : sum.of()) {
        write(part);
      }
      out.writeEndArray();
    } else if (schedule instanceof SwitchEmission change) {
      start("switch");
      write("before", change.before());
      write("after", change.after());
      out.writeNumberField("atEpoch", change.atEpoch());
    } else if (schedule instanceof BackstopEmission backstop) {
      start("backstop");
      write("base", backstop.base());
      net(backstop.net());
      out.writeNumberField("sharePercent", backstop.sharePercent());
      out.writeStringField("unit", backstop.unit().toString());
    }
  }

  private void start(String schedule) throws IOException {
    out.writeStringField("schedule", schedule);
  }

  private void table(TableEmission table) throws IOException {
    start("table");
    out.writeArrayFieldStart("rows");
    for (TableEmission.Row row : table.rows()) {
      out.writeStartObject();
      out.writeStringField("start", row.start().toString());
      amount("perEpoch", row.perEpoch());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void net(NetEmission net) throws IOException {
    out.writeNumberField("window", net.window());
    amount("cap", net.cap());
    amount("initial", net.initial());
  }

  private void limit(String field, TokenAmount limit) throws IOException {
    if (!limit.equals(TokenAmount.MAX)) {
      amount(field, limit);
    }
  }

  private void amount(String field, TokenAmount amount) throws IOException {
    out.writeStringField(field, PolicyWriter.text(amount, token));
  }
}
