package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
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
import org.depinsdk.rewards.emission.Stateless;
import org.depinsdk.rewards.emission.SumEmission;
import org.depinsdk.rewards.emission.SwitchEmission;
import org.depinsdk.rewards.emission.TableEmission;
import org.depinsdk.rewards.emission.TaperEmission;
import org.jspecify.annotations.Nullable;

/** Reads the schedule of a policy document. */
final class EmissionReader {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_PARTS = 16;
  private static final Pattern FRACTION = Pattern.compile("([0-9]{1,77})/([0-9]{1,77})");

  private final @Nullable Token token;

  EmissionReader(@Nullable Token token) {
    this.token = token;
  }

  /** The schedule, or null where something is wrong, which is then noted. */
  @Nullable
  EmissionSchedule<?> read(PolicyFields fields) {
    return read(fields, 1);
  }

  private @Nullable EmissionSchedule<?> read(PolicyFields fields, int depth) {
    String schedule = fields.text("schedule");
    if (schedule == null) {
      return null;
    }
    if (depth > MAX_DEPTH) {
      fields.problem("schedule", "schedules stand at most " + MAX_DEPTH + " deep");
      return null;
    }
    int problems = fields.notes().problems().size();
    try {
      EmissionSchedule<?> read = named(schedule, fields, depth);
      if (read != null) {
        fields.done();
      }
      return fields.notes().problems().size() == problems ? read : null;
    } catch (IllegalArgumentException e) {
      if (fields.notes().problems().size() == problems) {
        fields.problem("schedule", e.getMessage());
      }
      return null;
    }
  }

  private @Nullable EmissionSchedule<?> named(String schedule, PolicyFields fields, int depth) {
    switch (schedule) {
      case "halving":
        return new HalvingEmission(
            fields.amount("initial", token), fields.number("intervalEpochs"));
      case "constant":
        return new ConstantEmission(fields.amount("perEpoch", token));
      case "table":
        return table(fields);
      case "decay":
        TokenAmount initial = fields.amount("initial", token);
        BigInteger[] decay = fraction(fields);
        return new DecayEmission(initial, decay[0], decay[1], fields.number("epochsPerStep"));
      case "taper":
        return new TaperEmission(
            fields.instant("start"),
            fields.duration("flat"),
            fields.duration("taper"),
            fields.amount("perEpoch", token));
      case "net":
        return net(fields);
      case "remint":
        BigInteger[] part = fraction(fields);
        return new RemintEmission(small(part[0]), small(part[1]), fields.amount("cap", token));
      case "bonding-inflation":
        return new BondingInflationEmission(
            fields.number("initialRate"), fields.number("step"), fields.number("target"));
      case "per-unit":
        String figure = String.valueOf(fields.text("figure"));
        return new PerUnitEmission(figure, fields.amount("perUnit", token), limit("cap", fields));
      case "filecoin":
        return new FilecoinEmission();
      default:
        return composed(schedule, fields, depth);
    }
  }

  private @Nullable EmissionSchedule<?> composed(String schedule, PolicyFields fields, int depth) {
    switch (schedule) {
      case "capped":
        EmissionSchedule<?> capped = read(fields.fields("of"), depth + 1);
        TokenAmount perEpoch = limit("perEpoch", fields);
        TokenAmount total = limit("total", fields);
        return capped == null ? null : new CappedEmission(capped, perEpoch, total);
      case "offset":
        EmissionSchedule<?> later = read(fields.fields("of"), depth + 1);
        long firstEpoch = fields.number("firstEpoch");
        return later == null ? null : new OffsetEmission(later, firstEpoch);
      case "sum":
        return sum(fields, depth);
      case "switch":
        EmissionSchedule<?> before = read(fields.fields("before"), depth + 1);
        EmissionSchedule<?> after = read(fields.fields("after"), depth + 1);
        long atEpoch = fields.number("atEpoch");
        return before == null || after == null ? null : new SwitchEmission(before, after, atEpoch);
      case "backstop":
        return backstop(fields, depth);
      default:
        fields.problem(
            "schedule",
            "expected halving, constant, table, decay, taper, net, remint, bonding-inflation, "
                + "per-unit, filecoin, backstop, capped, offset, sum or switch, not "
                + EncodingException.shown(schedule));
        return null;
    }
  }

  private TableEmission table(PolicyFields fields) {
    List<TableEmission.Row> rows = new ArrayList<>();
    List<PolicyNode> items = fields.items("rows");
    for (int i = 0; i < items.size(); i++) {
      PolicyFields row =
          PolicyFields.of(items.get(i), fields.pathOf("rows") + "[" + i + "]", fields.notes());
      rows.add(new TableEmission.Row(row.instant("start"), row.amount("perEpoch", token)));
      row.done();
    }
    return new TableEmission(rows);
  }

  private @Nullable EmissionSchedule<?> sum(PolicyFields fields, int depth) {
    List<EmissionSchedule<?>> parts = new ArrayList<>();
    List<PolicyNode> items = fields.items("of");
    if (items.size() > MAX_PARTS) {
      fields.problem("of", "a sum has at most " + MAX_PARTS + " schedules, not " + items.size());
      return null;
    }
    for (int i = 0; i < items.size(); i++) {
      EmissionSchedule<?> part = read(
          PolicyFields.of(items.get(i), fields.pathOf("of") + "[" + i + "]", fields.notes()),
          depth + 1);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return new SumEmission(parts);
  }

  private NetEmission net(PolicyFields fields) {
    return new NetEmission(
        fields.number("window"), fields.amount("cap", token), fields.amount("initial", token));
  }

  private @Nullable EmissionSchedule<?> backstop(PolicyFields fields, int depth) {
    EmissionSchedule<?> base = read(fields.fields("base"), depth + 1);
    NetEmission net = net(fields);
    long share = fields.number("sharePercent");
    BigInteger unit = fields.bigNumber("unit");
    if (base != null && !(base instanceof Stateless)) {
      fields.problem("base", "the base of a backstop is a schedule without state");
    }
    return base instanceof Stateless stateless
        ? new BackstopEmission(stateless, net, (int) Math.max(-1, Math.min(share, 1000)), unit)
        : null;
  }

  private TokenAmount limit(String name, PolicyFields fields) {
    return fields.optional(name) == null ? TokenAmount.MAX : fields.amount(name, token);
  }

  private static BigInteger[] fraction(PolicyFields fields) {
    String text = fields.text("fraction");
    Matcher matcher = FRACTION.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      if (text != null) {
        fields.problem(
            "fraction", "expected a fraction such as 85/100, not " + EncodingException.shown(text));
      }
      return new BigInteger[] {BigInteger.ZERO, BigInteger.ONE};
    }
    return new BigInteger[] {new BigInteger(matcher.group(1)), new BigInteger(matcher.group(2))};
  }

  private static long small(BigInteger number) {
    if (number.bitLength() > 62) {
      throw new IllegalArgumentException(
          "the numbers of this fraction are below 2^62, not " + number);
    }
    return number.longValueExact();
  }
}
