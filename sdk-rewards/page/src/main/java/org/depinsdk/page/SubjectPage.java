package org.depinsdk.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.depinsdk.epoch.Statement;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.distribution.Claim;

/** What one operator or device did in an epoch, and what its operator can claim: the answer to a search. */
public final class SubjectPage {
  private static final int MOST_DEVICES = 200;

  private SubjectPage() {}

  /**
   * The page.
   *
   * @param statement of the operator or device
   * @param claim the operator's, under the statement's root; empty if it has earned nothing yet
   * @return a page of its own, with a search
   */
  public static Page of(Statement statement, Optional<Claim> claim) {
    Token token = statement.token();
    Page page = begin(statement.network(), statement.subject())
        .facts(List.of(
            Map.entry("Network", statement.network()),
            Map.entry("Epoch", Long.toString(statement.epoch())),
            Map.entry("Paid in this epoch", token.format(statement.total()) + " " + token.symbol()),
            Map.entry("Merkle root", statement.root())));
    page.section(lines(statement)).section(devices(statement));
    claim.ifPresent(one ->
        page.section("Claim", OperatorList.claim(one, token, statement.root(), statement.epoch())));
    return page;
  }

  /**
   * A page for a search that found nothing.
   *
   * @param network the network's name
   * @param sentence why
   * @return a page with a search
   */
  public static Page notFound(String network, String sentence) {
    return begin(network, "Nothing found")
        .section("Nothing found", "<p>" + Page.escape(sentence) + "</p>");
  }

  private static Page begin(String network, String title) {
    return new Page(title)
        .section(
            "Search",
            OperatorList.SEARCH + "<p><a href=\"/\">All of " + Page.escape(network) + "</a></p>");
  }

  private static PageTable lines(Statement statement) {
    PageTable.Builder table = PageTable.of(
        "For what",
        PageTable.text("pool"),
        PageTable.id("device"),
        PageTable.text("proof"),
        PageTable.number("weight"),
        PageTable.number("of"),
        PageTable.text("share"),
        PageTable.number(statement.token().symbol()));
    statement.lines().stream()
        .limit(MOST_DEVICES)
        .forEach(line -> table.row(List.of(
            line.pool(),
            line.device(),
            line.kind(),
            line.weight(),
            line.totalWeight(),
            line.share(),
            statement.token().formatFull(line.amount()))));
    return table.build(more(statement.lines().size()));
  }

  private static PageTable devices(Statement statement) {
    PageTable.Builder table = PageTable.of(
        "Devices",
        PageTable.id("device"),
        PageTable.text("status"),
        PageTable.number("accepted"),
        PageTable.text("refused"));
    for (Statement.DeviceAccount account : statement
        .devices()
        .subList(0, Math.min(MOST_DEVICES, statement.devices().size()))) {
      StringJoiner refused = new StringJoiner(", ");
      account.refused().forEach((reason, count) -> refused.add(count + " " + reason));
      List<String> row = new ArrayList<>(List.of(account.device().text()));
      row.add(
          account.ownership().isEmpty()
              ? ""
              : account.ownership().get(account.ownership().size() - 1).status());
      row.add(Integer.toString(account.accepted().size()));
      row.add(refused.toString());
      table.row(row);
    }
    return table.build(more(statement.devices().size()));
  }

  private static String more(int size) {
    return size > MOST_DEVICES ? "The first " + MOST_DEVICES + " of " + size + "." : "";
  }
}
