package org.depinsdk.page;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochFigures;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.Claim;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/**
 * The page of any network: what its epochs came to, with curves, the operators with their devices, statements and claims, and the
 * files to recompute it from. A network adds sections of its own between {@link #begin} and {@link #end}.
 */
public final class RunPage {
  /** What a page that is beside its bundles shows at most. */
  private static final EpochFigures.Limits LIMITS =
      new EpochFigures.Limits(500, 2_000, Long.MAX_VALUE);

  private static final List<String> PARTS = List.of(
      "manifest.json", "reports.pb", "verdicts.jsonl", "payouts.jsonl", "distribution.json");

  private final List<EpochFigures> epochs;
  private final Map<String, String> names;
  private final SortedMap<OperatorId, Claim> claims;
  private final boolean live;

  /**
   * A page of epochs.
   *
   * @param epochs in order, at least one, all of one network
   * @param names what devices and operators are called, by id; they are for reading alone
   * @param claims of operators, under the root of the last epoch
   * @param live whether a service answers the page's search; if not, the page searches in itself, and the bundles are beside it
   */
  public RunPage(
      List<EpochFigures> epochs,
      Map<String, String> names,
      SortedMap<OperatorId, Claim> claims,
      boolean live) {
    this.epochs = List.copyOf(epochs);
    this.names = Map.copyOf(names);
    this.claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    this.live = live;
  }

  /**
   * Reads the bundles that a page is written beside.
   *
   * @param run the folder with {@code epoch-0} and so on
   * @param names what devices and operators are called, by id
   * @return the page
   * @throws IOException if there is no bundle
   * @throws BundleException if one cannot be read
   */
  public static RunPage read(Path run, Map<String, String> names)
      throws IOException, BundleException {
    List<EpochFigures> epochs = new ArrayList<>();
    SortedMap<OperatorId, Claim> claims = new TreeMap<>();
    List<Path> bundles = RunFolder.open(run).bundles();
    for (Path folder : bundles) {
      epochs.add(EpochFigures.read(EpochBundle.open(folder), LIMITS));
    }
    MerkleDistribution distribution = MerkleDistribution.of(
        EpochBundle.open(bundles.get(bundles.size() - 1)).after().lifetime());
    for (EpochFigures epoch : epochs) {
      for (OperatorId operator : epoch.operators().keySet()) {
        distribution.claim(operator).ifPresent(claim -> claims.put(operator, claim));
      }
    }
    return new RunPage(epochs, names, claims, false);
  }

  /**
   * Begins the page: heading, facts, figures, curves.
   *
   * @param title its heading
   * @return a page to add sections to
   */
  public Page begin(String title) {
    EpochFigures first = epochs.get(0);
    EpochFigures last = newest();
    Page page = new Page(title)
        .facts(List.of(
            Map.entry("Network", last.network()),
            Map.entry(
                "Epochs",
                first.epoch().index() + " to " + last.epoch().index() + ", "
                    + first.epoch().start() + " to " + last.epoch().end()),
            Map.entry("Policy of the last epoch", last.policyId()),
            Map.entry("Merkle root after the last epoch", last.root())))
        .tiles(List.of(
            Map.entry(Integer.toString(epochs.size()), "epochs"),
            Map.entry(Integer.toString(last.deviceCount()), "devices"),
            Map.entry(Integer.toString(last.operatorCount()), "operators paid in the last epoch"),
            Map.entry(
                reports().map(all -> Long.toString(all.accepted())).orElse("not counted"),
                "reports accepted"
                    + reports().map(all -> ", " + all.refusals() + " refused").orElse("")),
            Map.entry(
                token().format(total(EpochFigures::paid)),
                token().symbol() + " paid, " + token().format(total(EpochFigures::minted))
                    + " minted")))
        .footer(
            "<p>Every number here can be recomputed: <code>./run replay</code> does it from the bundles, <code>./run explain</code>"
                + " lists what an amount came from, down to the signed reports. This page is for reading; the bundles are what"
                + " counts.</p>");
    return page.section("Over the epochs", curves());
  }

  /**
   * Adds a map of the devices that have places, if there are some and a {@link HexGrid} is on the class path.
   *
   * @param page from {@link #begin}
   * @return the same page
   */
  public Page map(Page page) {
    HexGrid.find()
        .flatMap(grid -> PlaceMap.of(epochs, grid))
        .ifPresent(map -> page.section("Map", map.html()));
    return page;
  }

  /**
   * Ends the page: refusals, operators, epochs.
   *
   * @param page from {@link #begin}
   * @return the same page
   */
  public Page end(Page page) {
    page.section(refusals());
    page.section(
        "My devices, my statement, my claim", new OperatorList(epochs, names, claims, live).html());
    return page.section(epochTable());
  }

  private EpochFigures newest() {
    return epochs.get(epochs.size() - 1);
  }

  private Token token() {
    return newest().token();
  }

  private TokenAmount total(Function<EpochFigures, TokenAmount> of) {
    return epochs.stream().map(of).reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  /** Those of all epochs, if all were counted. */
  private Optional<EpochFigures.Reports> reports() {
    return epochs.stream()
        .map(EpochFigures::reports)
        .reduce(
            Optional.of(EpochFigures.Reports.NONE),
            (all, more) -> all.flatMap(sum -> more.map(sum::plus)));
  }

  private String curves() {
    List<Long> indices = epochs.stream().map(epoch -> epoch.epoch().index()).toList();
    List<Curves> all = List.of(
        new Curves(
            "Reports accepted",
            indices,
            List.of(
                curve("accepted", epoch -> epoch.reports().map(EpochFigures.Reports::accepted))),
            BigInteger::toString),
        new Curves(
            "Reports refused",
            indices,
            List.of(curve("refused", epoch -> epoch.reports().map(EpochFigures.Reports::refusals))),
            BigInteger::toString),
        new Curves(
            "Paid, in " + token().symbol(),
            indices,
            List.of(new Curves.Curve(
                "paid",
                epochs.stream()
                    .map(epoch -> Optional.of(epoch.paid().toBigInteger()))
                    .toList())),
            this::amount),
        new Curves(
            "Paid to each operator, in " + token().symbol(), indices, ofOperators(), this::amount));
    StringBuilder html = new StringBuilder("<div class=figures>");
    all.stream()
        .filter(curves -> !curves.curves().isEmpty())
        .forEach(curves -> html.append(curves.html()));
    return html.append("</div>").toString();
  }

  private String amount(BigInteger units) {
    return token().format(TokenAmount.of(units));
  }

  private Curves.Curve curve(String name, Function<EpochFigures, Optional<Long>> value) {
    return new Curves.Curve(
        name,
        epochs.stream()
            .map(epoch -> value.apply(epoch).map(BigInteger::valueOf))
            .toList());
  }

  /** The operators that were paid most, and the others together. */
  private List<Curves.Curve> ofOperators() {
    SortedMap<OperatorId, TokenAmount> sums = new TreeMap<>();
    epochs.forEach(epoch -> epoch
        .operators()
        .forEach(
            (operator, pools) -> sums.merge(operator, EpochFigures.sum(pools), TokenAmount::plus)));
    int most = sums.size() <= Curves.MOST ? Curves.MOST : Curves.MOST - 1;
    List<OperatorId> shown = sums.entrySet().stream()
        .sorted(Map.Entry.<OperatorId, TokenAmount>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
    List<Curves.Curve> curves = new ArrayList<>();
    for (OperatorId operator : shown) {
      curves.add(new Curves.Curve(
          OperatorList.name(names, operator.text()),
          epochs.stream()
              .map(epoch -> OperatorList.paid(epoch, operator).map(TokenAmount::toBigInteger))
              .toList()));
    }
    if (sums.size() > shown.size()) {
      curves.add(new Curves.Curve(
          "all others together",
          epochs.stream()
              .map(epoch -> Optional.of(shown.stream()
                  .flatMap(operator -> OperatorList.paid(epoch, operator).stream())
                  .reduce(epoch.paid(), TokenAmount::minus)
                  .toBigInteger()))
              .toList()));
    }
    return curves;
  }

  private PageTable refusals() {
    PageTable.Builder table = PageTable.of(
        "Reports that were refused, by reason",
        PageTable.text("reason"),
        PageTable.number("reports"));
    reports()
        .orElse(EpochFigures.Reports.NONE)
        .refused()
        .forEach((reason, count) -> table.row(List.of(reason, Long.toString(count))));
    return table.build(
        reports().isEmpty() ? "An epoch has too many reports to count them for this page." : "");
  }

  private PageTable epochTable() {
    List<PageTable.Column> columns = new ArrayList<>(List.of(
        PageTable.number("epoch"),
        PageTable.text("until"),
        PageTable.number("accepted"),
        PageTable.number("refused"),
        PageTable.number("minted"),
        PageTable.number("paid"),
        PageTable.number("unpaid"),
        PageTable.id("policy"),
        PageTable.id("root")));
    if (!live) {
      PARTS.forEach(part -> columns.add(new PageTable.Column(part, PageTable.Kind.FILE)));
    }
    PageTable.Builder table = PageTable.of("Epochs", columns.toArray(PageTable.Column[]::new));
    for (EpochFigures epoch : epochs) {
      List<String> row = new ArrayList<>(List.of(
          Long.toString(epoch.epoch().index()),
          epoch.epoch().end().toString(),
          epoch.reports().map(all -> Long.toString(all.accepted())).orElse("not counted"),
          epoch.reports().map(all -> Long.toString(all.refusals())).orElse("not counted"),
          token().formatFull(epoch.minted()),
          token().formatFull(epoch.paid()),
          token().formatFull(epoch.left()),
          epoch.policyId(),
          epoch.root()));
      if (!live) {
        PARTS.forEach(part -> row.add("epoch-" + epoch.epoch().index() + "/" + part));
      }
      table.row(row);
    }
    return table.build("Amounts in " + token().symbol()
        + ". What was not paid is carried on, or stays unallocated."
        + (live ? "" : " The files of each bundle are beside this page."));
  }
}
