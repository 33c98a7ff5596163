package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.depinsdk.rewards.review.PastEpoch;

/**
 * An epoch as its bundle records it, ready to be looked back at: what was minted, what each device contributed by its
 * recorded verdicts, and what each operator was paid. Nothing is judged again; {@link BundleReplay} does that.
 *
 * @param bundle where it was read
 * @param policy the rules that were in force
 * @param before what the epoch started from
 * @param after what it left behind
 * @param past its figures, contributions and payments
 */
public record RecordedEpoch(
    EpochBundle bundle,
    NetworkPolicy policy,
    SettlementState before,
    SettlementState after,
    PastEpoch past) {

  /**
   * Reads a bundle. Its files must be what its manifest says, and its verdicts must come to its payments under its own
   * policy; otherwise nothing that is computed from it would mean anything.
   *
   * @param folder where the bundle lies
   * @return the epoch
   * @throws BundleException where the bundle is damaged, or does not come to what it records
   * @throws IOException where a file cannot be read
   */
  public static RecordedEpoch read(Path folder) throws BundleException, IOException {
    EpochBundle bundle = EpochBundle.open(folder);
    ReplayResult damage = BundleReplay.damage(bundle).orElse(null);
    if (damage instanceof ReplayResult.Different different) {
      throw new BundleException(different.part(), different.detail());
    }
    EpochInput input = bundle.input();
    SettlementState after = bundle.after();
    SettlementInput settlement = SettlementInput.of(input);
    JudgedEpoch judged =
        JudgedEpoch.of(Collections.emptySortedMap(), List.of(), contributions(bundle));
    EmissionSchedule.Step<String> step = minted(settlement);
    PastEpoch past = new PastEpoch(
        input.facts(), step.minted(), Settlement.contributions(settlement, judged), paid(bundle));
    RecordedEpoch epoch = new RecordedEpoch(bundle, input.policy(), input.before(), after, past);
    epoch.check(step.next());
    return epoch;
  }

  /**
   * Reads bundles of one network whose epochs follow each other.
   *
   * @param folders where they lie, in any order
   * @return in the order of the epochs
   * @throws BundleException where one is damaged, or does not continue the one in front of it
   * @throws IOException where a file cannot be read
   */
  public static List<RecordedEpoch> readAll(List<Path> folders)
      throws BundleException, IOException {
    SortedMap<Long, Path> byEpoch = new TreeMap<>();
    for (Path folder : folders) {
      long index = EpochBundle.open(folder).manifest().epoch();
      Path other = byEpoch.put(index, folder);
      if (other != null) {
        throw new BundleException(
            BundleManifest.FILE,
            other + " and " + folder + " are both of epoch " + index + "; name one of them");
      }
    }
    List<RecordedEpoch> epochs = new ArrayList<>();
    for (Path folder : byEpoch.values()) {
      RecordedEpoch next = read(folder);
      if (!epochs.isEmpty()) {
        epochs.get(epochs.size() - 1).checkContinuedBy(next);
      }
      epochs.add(next);
    }
    return epochs;
  }

  /**
   * The epoch's index.
   *
   * @return as in the manifest
   */
  public long index() {
    return bundle.manifest().epoch();
  }

  private void checkContinuedBy(RecordedEpoch next) throws BundleException {
    String network = policy.network();
    Optional<String> fault = Optional.empty();
    if (!next.policy.network().equals(network)) {
      fault = Optional.of(
          "is of network " + next.policy.network() + ", the one in front of it of " + network);
    } else if (next.index() != index() + 1) {
      fault = Optional.of("is of epoch " + next.index() + ", but the one in front of it is of "
          + index() + "; name those between them too");
    } else if (!next.before.carried().equals(after.carried())
        || !next.before.emission().equals(after.emission())) {
      fault = Optional.of(
          "does not continue epoch " + index() + ": what that carried forward is not taken in");
    }
    if (fault.isPresent()) {
      throw new BundleException(BundleParts.BEFORE, next.bundle.folder() + " " + fault.get());
    }
  }

  private static List<Contribution> contributions(EpochBundle bundle) throws BundleException {
    List<Contribution> contributions = new ArrayList<>();
    bundle.lines(BundleParts.CONTRIBUTIONS, ContributionJson::parse, next -> {
      if (!contributions.isEmpty()) {
        Contribution last = contributions.get(contributions.size() - 1);
        if (last.isOfSame(next) || last.compareTo(next) > 0) {
          throw new EncodingException("contributions stand by device and kind, each once");
        }
      }
      contributions.add(next);
    });
    return contributions;
  }

  private static SortedMap<OperatorId, TokenAmount> paid(EpochBundle bundle)
      throws BundleException {
    SortedMap<OperatorId, TokenAmount> paid = new TreeMap<>();
    bundle.lines(BundleParts.PAYOUTS, Json::parse, json -> {
      TokenAmount amount = TokenAmount.parse(Json.text(json, "amount"));
      if (!amount.isZero()) {
        paid.merge(OperatorId.parse(Json.text(json, "operator")), amount, TokenAmount::plus);
      }
    });
    return paid;
  }

  private static EmissionSchedule.Step<String> minted(SettlementInput input)
      throws BundleException {
    try {
      return Settlement.minted(input);
    } catch (IllegalArgumentException e) {
      throw new BundleException(BundleParts.FACTS, e.getMessage());
    }
  }

  private void check(String emission) throws BundleException {
    Allocation allocation = policy
        .rewards()
        .allocate(
            past.minted(), before.carried(), past.contributions(), past.facts().figures());
    SortedMap<OperatorId, TokenAmount> lifetime = new TreeMap<>(before.lifetime());
    past.paid().forEach((who, amount) -> lifetime.merge(who, amount, TokenAmount::plus));
    String part = !allocation.perOperator().equals(past.paid())
        ? BundleParts.PAYOUTS
        : !emission.equals(after.emission())
                || !allocation.carryForward().equals(after.carried())
                || !lifetime.equals(after.lifetime())
            ? BundleParts.AFTER
            : "";
    if (!part.isEmpty()) {
      throw new BundleException(
          part,
          "is not what the recorded verdicts come to under the recorded policy; replay "
              + bundle.folder() + " to see why");
    }
  }
}
