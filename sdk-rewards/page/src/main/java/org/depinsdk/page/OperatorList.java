package org.depinsdk.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.EpochFigures;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.Claim;

/** The operators of a run, each with its devices, its amounts by epoch and pool, and its claim. */
final class OperatorList {
  /** Asks the service that serves the page. */
  static final String SEARCH =
      "<form role=search method=get action=\"/\"><label for=q>Id of a device or operator</label>"
          + "<input id=q name=q type=search maxlength=128 autocomplete=off required><button>Search</button></form>";

  /** Asks the page's own script, which shows it. */
  private static final String SEARCH_IN_PAGE =
      "<form role=search hidden><label for=q>Name or id of a device or operator</label>"
          + "<input id=q type=search maxlength=128 autocomplete=off><p id=found role=status></p></form>";

  /** By so many characters of an id {@code ./run explain} finds the rest. */
  private static final int PREFIX = 12;

  private final List<EpochFigures> epochs;
  private final Map<String, String> names;
  private final SortedMap<OperatorId, Claim> claims;
  private final boolean live;
  private final Token token;
  private final SortedSet<String> pools = new TreeSet<>();
  private final SortedMap<OperatorId, SortedMap<DeviceId, Account>> devices = new TreeMap<>();

  /** What a device came to in all epochs. */
  private record Account(SortedMap<String, TokenAmount> paid, EpochFigures.Reports reports) {
    Account plus(EpochFigures.DeviceFigures more) {
      SortedMap<String, TokenAmount> sums = new TreeMap<>(paid);
      more.paid().forEach((pool, amount) -> sums.merge(pool, amount, TokenAmount::plus));
      return new Account(sums, reports.plus(more.reports()));
    }
  }

  OperatorList(
      List<EpochFigures> epochs,
      Map<String, String> names,
      SortedMap<OperatorId, Claim> claims,
      boolean live) {
    this.epochs = epochs;
    this.names = names;
    this.claims = claims;
    this.live = live;
    this.token = newest().token();
    SortedMap<DeviceId, OperatorId> owners = new TreeMap<>();
    SortedMap<DeviceId, Account> accounts = new TreeMap<>();
    for (EpochFigures epoch : epochs) {
      epoch.operators().forEach((operator, paid) -> {
        pools.addAll(paid.keySet());
        devices.putIfAbsent(operator, new TreeMap<>());
      });
      epoch.devices().forEach((device, figures) -> {
        owners.put(device, figures.operator());
        accounts.put(
            device,
            accounts
                .getOrDefault(device, new Account(new TreeMap<>(), EpochFigures.Reports.NONE))
                .plus(figures));
      });
    }
    accounts.forEach((device, account) -> devices
        .computeIfAbsent(owners.get(device), operator -> new TreeMap<>())
        .put(device, account));
  }

  private EpochFigures newest() {
    return epochs.get(epochs.size() - 1);
  }

  /** The name of a device or operator, or so much of its id as finds it. */
  static String name(Map<String, String> names, String id) {
    String name = names.get(id);
    return name != null ? name : id.substring(0, Math.min(PREFIX, id.length()));
  }

  /** What an operator was paid in an epoch; empty if the epoch's figures leave it out. */
  static Optional<TokenAmount> paid(EpochFigures epoch, OperatorId operator) {
    SortedMap<String, TokenAmount> pools = epoch.operators().get(operator);
    if (pools != null) {
      return Optional.of(EpochFigures.sum(pools));
    }
    return epoch.operators().size() == epoch.operatorCount()
        ? Optional.of(TokenAmount.ZERO)
        : Optional.empty();
  }

  String html() {
    StringBuilder html = new StringBuilder(live ? SEARCH : SEARCH_IN_PAGE);
    if (left() > 0) {
      html.append("<p>Those that were paid most are listed; ")
          .append(left())
          .append(" more operators are in the bundles.</p>");
    }
    devices.entrySet().stream()
        .sorted(Comparator.comparing(
                (Map.Entry<OperatorId, ?> entry) -> total(entry.getKey()),
                Comparator.reverseOrder())
            .thenComparing(Map.Entry::getKey))
        .forEach(entry -> operator(html, entry.getKey(), entry.getValue()));
    return html.toString();
  }

  private int left() {
    return newest().operatorCount() - newest().operators().size();
  }

  private TokenAmount total(OperatorId operator) {
    return epochs.stream()
        .flatMap(epoch -> paid(epoch, operator).stream())
        .reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  private void operator(
      StringBuilder html, OperatorId operator, SortedMap<DeviceId, Account> owned) {
    StringJoiner find = new StringJoiner(" ").add(operator.text()).add(named(operator.text()));
    owned.keySet().forEach(device -> find.add(device.text()).add(named(device.text())));
    html.append("<details class=operator id=\"")
        .append(Page.escape(operator.text()))
        .append("\" data-find=\"")
        .append(Page.escape(find.toString()))
        .append("\"><summary>")
        .append(
            named(operator.text()).isEmpty()
                ? ""
                : "<b>" + Page.escape(named(operator.text())) + "</b> ")
        .append("<code>")
        .append(Page.escape(operator.text()))
        .append("</code> ")
        .append(Page.escape(token.format(total(operator)) + " " + token.symbol() + ", "
            + owned.size() + (owned.size() == 1 ? " device" : " devices")))
        .append("</summary>");
    if (!owned.isEmpty()) {
      html.append("<h3>Devices</h3>").append(deviceTable(operator, owned).html());
    }
    html.append("<h3>Statement</h3>").append(statement(operator).html());
    Optional.ofNullable(claims.get(operator))
        .ifPresent(claim -> html.append("<h3>Claim</h3>")
            .append(claim(claim, token, newest().root(), newest().epoch().index())));
    html.append("</details>");
  }

  private String named(String id) {
    return names.getOrDefault(id, "");
  }

  private PageTable deviceTable(OperatorId operator, SortedMap<DeviceId, Account> owned) {
    List<String> paying = pools.stream()
        .filter(pool -> owned.values().stream().anyMatch(one -> one.paid().containsKey(pool)))
        .toList();
    List<PageTable.Column> columns = new ArrayList<>(List.of(
        PageTable.id("device"),
        PageTable.text("name"),
        PageTable.number("accepted"),
        PageTable.number("refused")));
    paying.forEach(pool -> columns.add(PageTable.number(pool)));
    columns.add(PageTable.number(token.symbol()));
    columns.add(PageTable.text("why refused"));
    PageTable.Builder table = PageTable.of(
        "Devices of " + name(names, operator.text()), columns.toArray(PageTable.Column[]::new));
    owned.forEach((device, account) -> {
      List<String> row = new ArrayList<>(List.of(
          device.text(),
          named(device.text()),
          Long.toString(account.reports().accepted()),
          Long.toString(account.reports().refusals())));
      paying.forEach(pool -> row.add(amount(account.paid(), pool)));
      row.add(token.formatFull(EpochFigures.sum(account.paid())));
      StringJoiner reasons = new StringJoiner(", ");
      account.reports().refused().forEach((reason, count) -> reasons.add(count + " " + reason));
      row.add(reasons.toString());
      table.row(row);
    });
    return table.build("");
  }

  private PageTable statement(OperatorId operator) {
    List<String> paying = pools.stream()
        .filter(pool -> epochs.stream()
            .anyMatch(epoch ->
                epoch.operators().getOrDefault(operator, new TreeMap<>()).containsKey(pool)))
        .toList();
    List<PageTable.Column> columns = new ArrayList<>(List.of(PageTable.number("epoch")));
    paying.forEach(pool -> columns.add(PageTable.number(pool)));
    columns.add(PageTable.number(token.symbol()));
    PageTable.Builder table = PageTable.of(
        "What " + name(names, operator.text()) + " was paid, by epoch",
        columns.toArray(PageTable.Column[]::new));
    for (EpochFigures epoch : epochs) {
      List<String> row = new ArrayList<>(List.of(Long.toString(epoch.epoch().index())));
      SortedMap<String, TokenAmount> paid =
          epoch.operators().getOrDefault(operator, new TreeMap<>());
      paying.forEach(pool -> row.add(amount(paid, pool)));
      row.add(paid(epoch, operator).map(token::formatFull).orElse("not listed"));
      table.row(row);
    }
    return table.build("");
  }

  private String amount(SortedMap<String, TokenAmount> paid, String pool) {
    return token.formatFull(paid.getOrDefault(pool, TokenAmount.ZERO));
  }

  /** A claim as HTML. */
  static String claim(Claim claim, Token token, String root, long epoch) {
    StringBuilder html = new StringBuilder("<p>Everything it has ever earned: <b>")
        .append(Page.escape(token.format(claim.cumulativeAmount()) + " " + token.symbol()))
        .append("</b>, as the contract takes it <code>")
        .append(claim.cumulativeAmount())
        .append("</code>, under the root <code>")
        .append(Page.escape(root))
        .append("</code> of epoch ")
        .append(epoch)
        .append(
            ". The contract pays this less what it has paid before. The hashes of its proof:</p>")
        .append("<ol class=proof>");
    claim.proof().forEach(hash -> html.append("<li><code>").append(hash).append("</code>"));
    return html.append("</ol>").toString();
  }
}
