package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.proof.WitnessPolicy;

/**
 * Who witnesses a network's log: so many of some witnesses must have cosigned a checkpoint. A {@link NetworkPolicy} refuses those
 * of which one dishonest witness would be enough for two histories.
 *
 * @param quorum how many of them
 * @param members the witnesses
 */
public record NetworkWitnesses(long quorum, List<Member> members) {
  // with a character that no name of a witness has
  private static final String GROUP = "quorum_of_network";

  /** Copies. */
  public NetworkWitnesses {
    members = List.copyOf(members);
  }

  /**
   * A witness.
   *
   * @param name what the network calls it, 1 to 64 of a-z 0-9 . -
   * @param key its key, of type {@link NoteKey#ED25519_COSIGNATURE}
   * @param url where it takes checkpoints, by http or https
   */
  public record Member(String name, NoteKey key, URI url) {}

  /**
   * The hash of the witnesses of a policy, which the first record of a network's log holds.
   *
   * @param witnesses those that the policy names, if any
   * @return SHA-256 of the text of {@link #toWitnessPolicy}; {@link Bytes32#ZERO} if nobody witnesses
   */
  public static Bytes32 hash(Optional<NetworkWitnesses> witnesses) {
    return witnesses
        .map(some -> Bytes32.sha256(some.toTlogPolicy().getBytes(UTF_8)))
        .orElse(Bytes32.ZERO);
  }

  /**
   * The same as a C2SP tlog-policy, which names no log.
   *
   * @return a policy that {@link WitnessPolicy#checkQuorum} accepts
   * @throws IllegalStateException if a {@link NetworkPolicy} would refuse the witnesses
   */
  public WitnessPolicy toWitnessPolicy() {
    try {
      return WitnessPolicy.parse(toTlogPolicy());
    } catch (TransparencyException e) {
      throw new IllegalStateException("no policy has these witnesses: " + e.getMessage(), e);
    }
  }

  private String toTlogPolicy() {
    StringBuilder text = new StringBuilder();
    members.forEach(
        one -> text.append("witness " + one.name + " " + one.key + " " + one.url + "\n"));
    return text
        + members.stream()
            .map(Member::name)
            .collect(Collectors.joining(" ", "group " + GROUP + " " + quorum + " ", "\n"))
        + "quorum " + GROUP + "\n";
  }

  /** What is wrong with the witnesses; fields are relative to them. */
  List<PolicyProblem> problems() {
    List<PolicyProblem> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < members.size(); i++) {
      Member one = members.get(i);
      if (!names.add(one.name)) {
        problems.add(
            problem("members[" + i + "].name", one.name + " is the name of another witness"));
      }
      if (!keys.add(Hex.encode(one.key.key()))) {
        problems.add(problem("members[" + i + "].key", "this is the key of another witness"));
      }
    }
    if (quorum > members.size()) {
      problems.add(problem(
          "quorum",
          "expected at most the " + members.size() + " witnesses that are named, not " + quorum));
    }
    if (problems.isEmpty()) {
      try {
        WitnessPolicy.parse(toTlogPolicy()).checkQuorum();
      } catch (TransparencyException e) {
        problems.add(problem("quorum", String.valueOf(e.getMessage())));
      }
    }
    return problems;
  }

  private static PolicyProblem problem(String field, String reason) {
    return new PolicyProblem(0, 0, field, reason);
  }
}
