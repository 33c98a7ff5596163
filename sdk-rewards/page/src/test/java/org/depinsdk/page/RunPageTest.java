package org.depinsdk.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.EpochFigures;
import org.depinsdk.epoch.EpochFigures.DeviceFigures;
import org.depinsdk.epoch.EpochFigures.Reports;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.Claim;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.junit.jupiter.api.Test;

class RunPageTest {
  private static final EpochSchedule SCHEDULE = new EpochSchedule(
      Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1), Duration.ofMinutes(10));
  private static final Token TOKEN = new Token("TEST", 2);
  private static final DeviceId DEVICE = device();
  private static final String HOSTILE = "</summary><script>alert('1')</script>\"";

  @Test
  void aPageHasTheRunItsCurvesAndItsEpochs() {
    String html = page(epochs(3, 2), Map.of(), false);
    assertThat(html)
        .contains("<dt>Network<dd>test-net", "0 to 2, 2026-01-01T00:00:00Z to 2026-01-01T03:00:00Z")
        .contains("<dt>Policy of the last epoch<dd>test/1")
        .contains("Reports accepted: accepted, first 10, last 12")
        .contains("Reports refused: refused, first 1, last 1")
        .contains("Paid, in TEST: paid, first 3, last 3.06")
        .contains("<a href=\"epoch-2/manifest.json\">manifest.json</a>")
        .contains("<th scope=row>report.late<td class=n>3");
  }

  @Test
  void anOperatorHasItsDevicesItsStatementAndItsClaim() {
    String html = page(epochs(2, 2), Map.of(DEVICE.text(), "ap-1"), false);
    String details = between(html, "id=\"" + operator(1).text() + "\"", "</details>");
    assertThat(details)
        .contains("ap-1")
        .contains("<td class=n>1.00")
        .contains("2.01 TEST, 1 device")
        .contains("as the contract takes it <code>201</code>");
    assertThat(details.split("<li><code>0x", -1))
        .as("one sibling of two leaves")
        .hasSize(2);
    assertThat(details).contains(DEVICE.text()).contains("<td>2 report.late");
  }

  @Test
  void hostileNamesAreWords() {
    Map<String, String> names =
        Map.of(DEVICE.text(), HOSTILE, operator(1).text(), HOSTILE, operator(2).text(), HOSTILE);
    String html = page(epochs(2, 2), names, false);
    assertThat(html).doesNotContain(HOSTILE).doesNotContain("alert('1')").contains("alert(&#39;1");
    // the page's own script alone
    assertThat(html.split("<script", -1)).hasSize(2);
  }

  @Test
  void thePageAsksForNothing() {
    for (boolean live : new boolean[] {false, true}) {
      String html = page(epochs(2, 2), Map.of(), live);
      assertThat(Pattern.compile("(?:src|href|action|srcset|poster)=\"?([^\" >]*)")
              .matcher(html)
              .results()
              .map(match -> match.group(1)))
          .isNotEmpty()
          .allMatch(target -> target.matches("#s\\d+|data:,|/|epoch-\\d+/[a-z.]+"));
      assertThat(html).doesNotContain("@import", "url(", "http://", "https://", "fetch(");
    }
  }

  @Test
  void ofManyOperatorsTheOthersAreOneCurve() {
    String html = page(epochs(2, 12), Map.of(), false);
    assertThat(between(html, "Paid to each operator", "</figure>"))
        .contains("all others together")
        .contains("<li><svg aria-hidden=true class=c7 ")
        .doesNotContain("class=c8");
  }

  @Test
  void whatIsNotKnownIsNotShownAsNothing() {
    EpochFigures whole = epochs(1, 2).get(0);
    SortedMap<OperatorId, SortedMap<String, TokenAmount>> one = new TreeMap<>(whole.operators());
    one.remove(operator(2));
    EpochFigures second = epochs(2, 2).get(1);
    EpochFigures cut = new EpochFigures(
        "test-net",
        "test/1",
        TOKEN,
        second.epoch(),
        second.root(),
        second.minted(),
        second.paid(),
        second.left(),
        Optional.empty(),
        2,
        1,
        one,
        second.devices());
    String html = page(List.of(whole, cut), Map.of(), true);
    assertThat(html)
        .contains("1 more operators are in the bundles")
        .contains("An epoch has too many reports to count them")
        .contains("<td class=n>not counted")
        .contains("<td class=n>not listed")
        .doesNotContain("epoch-0/manifest.json");
  }

  @Test
  void aRunWithoutAnyPaymentHasAPage() {
    EpochFigures epoch = epochs(1, 0).get(0);
    assertThat(page(List.of(epoch), Map.of(), false)).contains("0 TEST").doesNotContain("NaN");
  }

  private static String page(List<EpochFigures> epochs, Map<String, String> names, boolean live) {
    SortedMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    epochs.forEach(epoch -> epoch
        .operators()
        .forEach((operator, pools) ->
            totals.merge(operator, EpochFigures.sum(pools), TokenAmount::plus)));
    SortedMap<OperatorId, Claim> claims = new TreeMap<>();
    MerkleDistribution distribution = MerkleDistribution.of(totals);
    totals
        .keySet()
        .forEach(operator -> claims.put(operator, distribution.claim(operator).orElseThrow()));
    RunPage page = new RunPage(epochs, names, claims, live);
    return page.end(page.begin("A network")).html();
  }

  private static List<EpochFigures> epochs(int count, int operators) {
    List<EpochFigures> epochs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SortedMap<OperatorId, SortedMap<String, TokenAmount>> paid = new TreeMap<>();
      for (int number = 1; number <= operators; number++) {
        paid.put(operator(number), pool(100L * number + i * number));
      }
      TokenAmount sum =
          paid.values().stream().map(EpochFigures::sum).reduce(TokenAmount.ZERO, TokenAmount::plus);
      Reports reports = new Reports(10 + i, new TreeMap<>(Map.of("report.late", 1L)));
      epochs.add(new EpochFigures(
          "test-net",
          "test/1",
          TOKEN,
          SCHEDULE.at(i),
          "0x" + "ab".repeat(32),
          TokenAmount.of(10_000),
          sum,
          TokenAmount.of(10_000).minus(sum),
          Optional.of(reports),
          operators,
          1,
          paid,
          new TreeMap<>(Map.of(
              DEVICE, new DeviceFigures(operator(1), Optional.empty(), pool(100), reports)))));
    }
    return epochs;
  }

  private static SortedMap<String, TokenAmount> pool(long amount) {
    return new TreeMap<>(Map.of("coverage", TokenAmount.of(amount)));
  }

  private static OperatorId operator(int number) {
    return new OperatorId("0x%040x".formatted(number));
  }

  private static DeviceId device() {
    try {
      byte[] secret = new byte[32];
      secret[0] = 1;
      return DeviceId.derive(
          "test-net", InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret).publicKey());
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  private static String between(String html, String from, String to) {
    int begin = html.indexOf(from);
    assertThat(begin).as(from).isNotNegative();
    return html.substring(begin, html.indexOf(to, begin));
  }
}
