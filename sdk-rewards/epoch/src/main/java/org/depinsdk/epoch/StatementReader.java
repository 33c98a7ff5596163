package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;

/** Gathers what a bundle says about one operator or device, streaming each part once. */
final class StatementReader {
  private final EpochBundle bundle;
  private final EpochInput input;
  private final String subject;
  private final boolean isDevice;
  private final SortedMap<DeviceId, Gathered> accounts = new TreeMap<>();

  private static final class Gathered {
    final List<Contribution> contributions = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    final SortedMap<String, Long> unjudged = new TreeMap<>();
    final List<CloneFinding> clones = new ArrayList<>();
    final List<RegistryRecord> records = new ArrayList<>();
  }

  StatementReader(EpochBundle bundle, EpochInput input, String subject) throws EncodingException {
    this.bundle = bundle;
    this.input = input;
    this.isDevice = subject.startsWith("dev-");
    this.subject =
        isDevice ? DeviceId.parse(subject).text() : OperatorId.parse(subject).text();
    for (DeviceId device : input.registry().devices()) {
      if (isDevice ? device.text().equals(this.subject) : wasOwned(device)) {
        accounts.put(device, new Gathered());
      }
    }
  }

  /** Whether the statement is about a device. */
  boolean isAbout(DeviceId device) {
    return accounts.containsKey(device);
  }

  Statement read(StatementIndex reports) throws BundleException {
    Map<String, TokenAmount> pools = new HashMap<>();
    bundle.lines(
        BundleParts.POOLS,
        line -> line,
        json -> pools.put(json.string("pool"), json.parsed("amount", TokenAmount::parse)));
    List<Statement.Line> lines = new ArrayList<>();
    bundle.lines(BundleParts.PAYOUTS, line -> line, json -> {
      if (json.string(isDevice ? "device" : "operator").equals(subject)) {
        lines.add(payout(json, pools));
      }
    });
    bundle.lines(
        BundleParts.CONTRIBUTIONS,
        ContributionJson::parse,
        one -> of(one.device()).ifPresent(own -> own.contributions.add(one)));
    bundle.lines(
        BundleParts.VERDICTS,
        VerdictJson::parse,
        one -> of(one.device()).ifPresent(own -> own.verdicts.add(one)));
    bundle.lines(BundleParts.FAULTS, FaultJson::parse, one -> {
      if (one instanceof EpochFault.OfReport fault) {
        of(fault.device())
            .ifPresent(own -> own.unjudged.merge(fault.reason().text(), 1L, Long::sum));
      }
    });
    bundle.lines(
        BundleParts.CLONES,
        CloneJson::parse,
        one -> of(one.device()).ifPresent(own -> own.clones.add(one)));
    for (RegistryRecord record : input.registry().records()) {
      Gathered account = accounts.get(record.device());
      if (account != null) {
        account.records.add(record);
      }
    }
    TokenAmount total = total(lines);
    List<Statement.DeviceAccount> devices = new ArrayList<>();
    accounts.forEach((device, account) -> devices.add(new Statement.DeviceAccount(
        device,
        ownership(device),
        account.contributions,
        account.verdicts,
        reports.of(device).accepted(),
        reports.of(device).refused(),
        account.unjudged,
        account.clones,
        DeviceHistory.of(input.registrySince(), account.records))));
    BundleManifest manifest = bundle.manifest();
    return new Statement(
        manifest.network(),
        manifest.epoch(),
        manifest.root(),
        input.policy().rewards().token(),
        subject,
        lines,
        total,
        devices);
  }

  private static TokenAmount total(List<Statement.Line> lines) throws BundleException {
    TokenAmount total = TokenAmount.of(0);
    try {
      for (Statement.Line line : lines) {
        total = total.plus(line.amount());
      }
    } catch (ArithmeticException e) {
      throw new BundleException(BundleParts.PAYOUTS, "the sum of the amounts: " + e.getMessage());
    }
    return total;
  }

  private boolean wasOwned(DeviceId device) {
    return ownership(device).stream().anyMatch(o -> o.operator().text().equals(subject));
  }

  private List<Statement.Ownership> ownership(DeviceId device) {
    RegistryView registry = input.registry();
    Epoch epoch = input.epoch();
    List<Statement.Ownership> all = new ArrayList<>();
    List<DeviceState> history = registry.history(device);
    for (int i = 0; i < history.size(); i++) {
      DeviceState state = history.get(i);
      Instant to = i + 1 < history.size() ? history.get(i + 1).since() : epoch.end();
      Instant from = state.since().isBefore(epoch.start()) ? epoch.start() : state.since();
      Instant until = to.isAfter(epoch.end()) ? epoch.end() : to;
      if (from.isBefore(until)) {
        all.add(new Statement.Ownership(
            state.operator(), state.status().name().toLowerCase(Locale.ROOT), from, until));
      }
    }
    return all;
  }

  private static Statement.Line payout(JsonObject json, Map<String, TokenAmount> pools)
      throws EncodingException {
    String pool = json.string("pool");
    return new Statement.Line(
        pool,
        pools.getOrDefault(pool, TokenAmount.ZERO),
        json.string("operator"),
        json.string("device"),
        json.string("kind"),
        json.string("units"),
        json.string("weight"),
        json.string("totalWeight"),
        json.string("share"),
        json.parsed("amount", TokenAmount::parse));
  }

  private Optional<Gathered> of(DeviceId device) {
    return Optional.ofNullable(accounts.get(device));
  }
}
