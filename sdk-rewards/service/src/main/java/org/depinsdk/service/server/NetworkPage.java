package org.depinsdk.service.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochFigures;
import org.depinsdk.epoch.Statement;
import org.depinsdk.epoch.StatementIndex;
import org.depinsdk.page.Page;
import org.depinsdk.page.RunPage;
import org.depinsdk.page.SubjectPage;
import org.depinsdk.rewards.distribution.Claim;
import org.depinsdk.service.settle.BundleFolder;
import org.depinsdk.service.store.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * The page of a running network: its last epochs, of whose operators and devices it has those that were paid most, and a search for
 * any other. It reads bundles and the ledger and changes nothing. A bundle is read once, the page is made once for each epoch, and a
 * search reads the newest bundle. One thread at a time.
 */
final class NetworkPage {
  /** Epochs that it shows at most. */
  private static final int EPOCHS = 48;

  private static final EpochFigures.Limits LIMITS = new EpochFigures.Limits(50, 200, 256L << 20);

  /** Above it a bundle takes too long to read for one question. */
  private static final long SEARCHED_BYTES = 64L << 20;

  /** By fewer characters an id is not completed. */
  private static final int PREFIX = 8;

  private final String network;
  private final BundleFolder bundles;
  private final Ledger ledger;
  private final SortedMap<Long, EpochFigures> figures = new TreeMap<>();
  private @Nullable Ready ready;

  /**
   * A page as it is sent.
   *
   * @param status of HTTP
   * @param contentPolicy what a browser may do for it
   * @param version changes with the content; empty if it has none
   * @param html the page
   */
  record Answer(int status, String contentPolicy, String version, String html) {
    static Answer of(int status, String version, Page page) {
      return new Answer(
          status, page.contentPolicy() + "; frame-ancestors 'none'", version, page.html());
    }
  }

  private record Ready(Ledger.SettledEpoch settled, Answer answer) {}

  NetworkPage(String network, BundleFolder bundles, Ledger ledger) {
    this.network = network;
    this.bundles = bundles;
    this.ledger = ledger;
  }

  /** The page of the newest settled epoch. */
  synchronized Answer whole() throws IOException {
    Optional<Ledger.SettledEpoch> newest = ledger.newest();
    if (newest.isEmpty()) {
      return Answer.of(
          200, "", SubjectPage.notFound(network, "No epoch of " + network + " is settled yet."));
    }
    long epoch = newest.get().index();
    Ready last = ready;
    if (last == null || !last.settled().equals(newest.get())) {
      read(epoch);
      RunPage page =
          new RunPage(List.copyOf(figures.values()), Map.of(), claims(newest.get()), true);
      last = new Ready(
          newest.get(),
          Answer.of(
              200,
              newest.get().root().toString(),
              page.end(page.map(page.begin("Network " + network)))));
      ready = last;
    }
    return last.answer();
  }

  /** What one operator or device did in the newest settled epoch. */
  synchronized Answer subject(String asked) throws IOException {
    Optional<Ledger.SettledEpoch> newest = ledger.newest();
    if (newest.isEmpty()) {
      return notFound("No epoch of " + network + " is settled yet.");
    }
    EpochBundle bundle = bundles.open(newest.get().index());
    if (StatementIndex.bytes(bundle) > SEARCHED_BYTES) {
      return notFound("The epoch is too large to search it here. Ask the service for the statement"
          + " (./run explain does it), or read it from the bundle.");
    }
    read(newest.get().index());
    try {
      Statement statement = Statement.of(bundle, completed(asked));
      if (statement.lines().isEmpty() && statement.devices().isEmpty()) {
        return notFound("The registry of epoch " + newest.get().index() + " has no "
            + statement.subject() + ".");
      }
      return Answer.of(200, "", SubjectPage.of(statement, claim(statement)));
    } catch (EncodingException e) {
      return notFound(
          "Search for the id of an operator (0x…) or of a device (dev-…): " + e.getMessage());
    } catch (BundleException e) {
      throw new IOException(bundle.folder() + " is damaged: " + e.getMessage(), e);
    }
  }

  private Answer notFound(String sentence) {
    return Answer.of(404, "", SubjectPage.notFound(network, sentence));
  }

  private void read(long newest) throws IOException {
    long first = Math.max(bundles.first(), newest - EPOCHS + 1);
    figures.headMap(first).clear();
    for (long epoch = first; epoch <= newest; epoch++) {
      if (!figures.containsKey(epoch)) {
        EpochBundle bundle = bundles.open(epoch);
        try {
          figures.put(epoch, EpochFigures.read(bundle, LIMITS));
        } catch (BundleException e) {
          throw new IOException(bundle.folder() + " is damaged: " + e.getMessage(), e);
        }
      }
    }
  }

  /** Those of the operators that the page shows, under the root that it shows; after a compensation they are under another. */
  private SortedMap<OperatorId, Claim> claims(Ledger.SettledEpoch newest) throws IOException {
    SortedMap<OperatorId, Claim> claims = new TreeMap<>();
    String shown = figures.get(figures.lastKey()).root();
    for (EpochFigures epoch : figures.values()) {
      for (OperatorId operator : epoch.operators().keySet()) {
        Optional<Ledger.ProvenClaim> claim = ledger.claim(operator);
        if (claim.isPresent()
            && claim.get().newest().equals(newest)
            && newest.root().toString().equals(shown)) {
          claims.put(operator, claim.get().claim());
        }
      }
    }
    return claims;
  }

  /** The operator's own, or that of the operator who owns the device at the end of the epoch. */
  private Optional<Claim> claim(Statement statement) throws IOException, EncodingException {
    String operator = statement.subject();
    if (operator.startsWith("dev-")) {
      List<Statement.Ownership> owners =
          statement.devices().isEmpty() ? List.of() : statement.devices().get(0).ownership();
      if (owners.isEmpty()) {
        return Optional.empty();
      }
      operator = owners.get(owners.size() - 1).operator().text();
    }
    return ledger
        .claim(OperatorId.parse(operator))
        .filter(claim -> claim.newest().root().toString().equals(statement.root()))
        .map(Ledger.ProvenClaim::claim);
  }

  /** The one id of the page that begins so, or what was asked for. */
  private String completed(String asked) {
    if (asked.length() < PREFIX) {
      return asked;
    }
    List<String> found = new ArrayList<>();
    for (EpochFigures epoch : figures.values()) {
      Stream.concat(
              epoch.operators().keySet().stream().map(OperatorId::text),
              epoch.devices().keySet().stream().map(device -> device.text()))
          .filter(id -> id.startsWith(asked) && !found.contains(id))
          .forEach(found::add);
    }
    return found.size() == 1 ? found.get(0) : asked;
  }
}
