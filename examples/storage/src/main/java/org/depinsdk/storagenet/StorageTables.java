package org.depinsdk.storagenet;

import static org.depinsdk.kit.Table.Kind.ID;
import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.kit.Table;
import org.depinsdk.page.Page;
import org.depinsdk.page.RunPage;
import org.depinsdk.proofs.sanctions.Sanction;

/** A run as tables and as a page. */
final class StorageTables {
  private final Simulation run;
  private final RunSummary summary;

  StorageTables(Simulation run, RunSummary summary) {
    this.run = run;
    this.summary = summary;
  }

  List<Table> forTerminal() {
    return List.of(
        providers(),
        objects(),
        repairs(),
        suspensions(),
        held(),
        summary.totals().rewardTable(),
        summary.totals().epochTable());
  }

  Page page(RunPage network) {
    Page page = network.begin("Storage network: who keeps what, who proved it, what was repaired");
    List.of(
            providers(),
            objects(),
            repairs(),
            suspensions(),
            held(),
            summary.totals().rewardTable())
        .forEach(table -> page.section(table.forPage()));
    return network.end(page);
  }

  private Table providers() {
    Table table = new Table("Providers")
        .note(
            "Paid by proven bytes, by shards that pass an audit and by bytes that clients confirm. What is offered but not proven pays"
                + " nothing. The one that fetches is paid: a deadline shows that the data was there in time, not on"
                + " whose disk; it helps only if fetching takes longer than the deadline. Each shard is another"
                + " piece, so one copy never counts for two shards.")
        .columns(TEXT, "provider")
        .columns(ID, "device")
        .columns(NUMBER, "proven bytes", StorageRewards.TOKEN.symbol())
        .columns(TEXT, "behaviour", "findings");
    for (Provider provider : run.fleet()) {
      DeviceId id = provider.party().id();
      table.row(
          List.of(
              provider.name(),
              id.text(),
              Long.toString(summary.provenBytes(id)),
              StorageRewards.TOKEN.formatFull(summary.totals().earned(id)),
              provider.behaviour().words(),
              RunSummary.words(summary.troubles(id))),
          provider.behaviour() == Behaviour.HONEST ? Map.of() : Map.of("class", "cheat"));
    }
    return table;
  }

  private Table objects() {
    Table table = new Table("Objects")
        .note(ObjectClient.DATA + " of " + ObjectClient.TOTAL + " shards restore an object. "
            + run.read() + " reads gave back what was stored.")
        .columns(TEXT, "object")
        .columns(NUMBER, "shards", "providers", "moved");
    List<String> names = new ArrayList<>();
    run.contracts().forEach(c -> {
      if (!names.contains(c.object()) && !c.object().endsWith("-again")) {
        names.add(c.object());
      }
    });
    for (String name : names) {
      List<Contract> all =
          run.contracts().stream().filter(c -> c.object().equals(name)).toList();
      List<Contract> open = all.stream().filter(Contract::isOpen).toList();
      table.row(
          name,
          "" + open.size(),
          "" + open.stream().map(Contract::dataSet).distinct().count(),
          "" + (all.size() - open.size()));
    }
    return table;
  }

  private Table repairs() {
    Table table = new Table("Repair")
        .columns(NUMBER, "epoch")
        .columns(TEXT, "object", "from", "to")
        .columns(NUMBER, "shard");
    for (Simulation.RepairLine line : run.repairs()) {
      Contract lost = line.repaired().lost();
      table.row(
          "" + line.epoch(),
          lost.object(),
          line.from(),
          line.repaired().to().map(Provider::name).orElse("nobody yet"),
          "" + lost.shard());
    }
    return table;
  }

  private Table suspensions() {
    Table table = new Table("Suspensions")
        .note(
            "A suspended provider is paid nothing and gets no new pieces. Afterwards it is trusted again.")
        .columns(TEXT, "provider", "reason", "from", "until");
    for (Sanction sanction : run.reputation().sanctions().all()) {
      table.row(
          run.fleet().stream()
              .filter(p -> p.party().id().equals(sanction.imposed().device()))
              .map(Provider::name)
              .findFirst()
              .orElse(""),
          sanction.imposed().reason().text(),
          sanction.imposed().at().toString(),
          sanction.imposed().expires().toString());
    }
    return table;
  }

  private Table held() {
    Table table = new Table("Statements with held amounts")
        .note(
            "Of the first two epochs 75 and 50 percent are held back, as Storj does; half of that is paid"
                + " with the third. " + Main.PAYOUTS
                + " is the tree of what can be claimed now, root "
                + summary.payouts(run.fleet()).root() + "; what is held is in no leaf of it.")
        .columns(TEXT, "provider")
        .columns(NUMBER, "earned", "held", "paid out");
    for (Provider provider : run.fleet()) {
      RunSummary.Account account = summary.account(provider.party().id());
      table.row(
          provider.name(),
          RunSummary.tokens(account.earned()),
          RunSummary.tokens(account.held()),
          RunSummary.tokens(account.paid()));
    }
    return table;
  }
}
