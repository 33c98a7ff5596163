package org.depinsdk.transparency.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteVerifier;
import org.depinsdk.transparency.note.SignedCheckpoint;

/**
 * Which logs and which witnesses someone trusts, and how many of the witnesses must have cosigned a checkpoint (C2SP
 * tlog-policy).
 */
public final class WitnessPolicy {
  /** The largest file that is read, in characters. */
  public static final int MAX_LENGTH = 1_000_000;

  /** How many logs a file may have, and how many witnesses and groups together. The specification asks for 32 or more of each. */
  public static final int MAX_DEFINED = 256;

  /**
   * A log whose checkpoints count.
   *
   * @param key its key, whose name is its origin
   * @param url where it is, as the file says
   */
  public record Log(NoteKey key, Optional<String> url) {}

  /**
   * A witness whose cosignatures count.
   *
   * @param name what the quorum calls it
   * @param key its key
   * @param url where it takes checkpoints, as the file says
   */
  public record Witness(String name, NoteKey key, Optional<String> url) {}

  /** What a quorum is made of: one witness, or so many of some members. */
  sealed interface Member permits One, Group {
    boolean isSatisfiedBy(Set<String> names);

    /** How many witnesses any two sets that satisfy this have in common at least. */
    int leastOverlap();

    int witnesses();
  }

  record One(String name) implements Member {
    @Override
    public boolean isSatisfiedBy(Set<String> names) {
      return names.contains(name);
    }

    @Override
    public int leastOverlap() {
      return 1;
    }

    @Override
    public int witnesses() {
      return 1;
    }
  }

  record Group(int threshold, List<Member> members) implements Member {
    @Override
    public boolean isSatisfiedBy(Set<String> names) {
      return members.stream().filter(m -> m.isSatisfiedBy(names)).count() >= threshold;
    }

    @Override
    public int leastOverlap() {
      // two choices of k among n share at least 2k - n; no witness is under two members, so the
      // cheapest of them decide
      return members.stream()
          .map(Member::leastOverlap)
          .sorted()
          .limit(Math.max(0, 2 * threshold - members.size()))
          .mapToInt(Integer::intValue)
          .sum();
    }

    @Override
    public int witnesses() {
      return members.stream().mapToInt(Member::witnesses).sum();
    }
  }

  private final String text;
  private final List<Log> logs;
  private final List<Witness> witnesses;
  private final Optional<Member> quorum;

  WitnessPolicy(
      String text, List<Log> logs, Collection<Witness> witnesses, Optional<Member> quorum) {
    this.text = text;
    this.logs = List.copyOf(logs);
    this.witnesses = List.copyOf(witnesses);
    this.quorum = quorum;
  }

  /**
   * Reads a policy file.
   *
   * @param text the file; UTF-8 where it is not ASCII
   * @return the policy
   * @throws TransparencyException if the file breaks a rule of the specification, or a log has a key that is not of type
   *     {@link NoteKey#ED25519}; the message names the line
   */
  public static WitnessPolicy parse(String text) throws TransparencyException {
    return new WitnessPolicyParser().parse(text);
  }

  /**
   * The logs.
   *
   * @return in the order of the file
   */
  public List<Log> logs() {
    return logs;
  }

  /**
   * The witnesses.
   *
   * @return in the order of the file
   */
  public List<Witness> witnesses() {
    return witnesses;
  }

  /**
   * Whether cosignatures of these witnesses are enough.
   *
   * @param names of witnesses, as the policy calls them
   * @return true always if the quorum is {@code none}
   */
  public boolean isSatisfiedBy(Set<String> names) {
    return quorum.isEmpty() || quorum.get().isSatisfiedBy(names);
  }

  /**
   * Whether these cosignatures are enough.
   *
   * @param cosignatures verified ones
   * @return true always if the quorum is {@code none}
   */
  public boolean isQuorum(Collection<Cosignature> cosignatures) {
    Set<NoteKey> keys = cosignatures.stream().map(Cosignature::witness).collect(Collectors.toSet());
    return isSatisfiedBy(witnesses.stream()
        .filter(w -> keys.contains(w.key()))
        .map(Witness::name)
        .collect(Collectors.toSet()));
  }

  /**
   * Verifies that one of the policy's logs signed a checkpoint.
   *
   * @param signed the checkpoint
   * @return what it says
   * @throws TransparencyException if its origin is no log of the policy, or no key of that log signed it, or a signature of a
   *     known key is wrong
   */
  public Checkpoint verifyLog(SignedCheckpoint signed) throws TransparencyException {
    List<NoteVerifier> known = new ArrayList<>();
    for (Log log : logs) {
      if (log.key().name().equals(signed.checkpoint().origin())) {
        known.add(log.key().verifier());
      }
    }
    if (known.isEmpty()) {
      throw new TransparencyException(
          Reason.WRONG_ORIGIN, "the policy has no log " + signed.checkpoint().origin());
    }
    signed.note().verify(known);
    return signed.checkpoint();
  }

  /**
   * Verifies that enough witnesses cosigned a checkpoint. When they did is left to the caller, and so is whose log it is.
   *
   * @param signed the checkpoint
   * @return the cosignatures of the policy's witnesses, one for each
   * @throws TransparencyException if they are too few, or one of them is wrong
   */
  public List<Cosignature> verifyQuorum(SignedCheckpoint signed) throws TransparencyException {
    List<Cosignature> cosignatures =
        signed.cosignatures(witnesses.stream().map(Witness::key).toList());
    if (!isQuorum(cosignatures)) {
      Set<String> names = cosignatures.stream()
          .map(c -> c.witness().name())
          .collect(Collectors.toCollection(TreeSet::new));
      throw new TransparencyException(
          Reason.NO_QUORUM, "the cosignatures of " + names + " are no quorum of the policy");
    }
    return cosignatures;
  }

  /**
   * Verifies the log's signature and the quorum.
   *
   * @param signed the checkpoint
   * @return what it says
   * @throws TransparencyException if {@link #verifyLog} or {@link #verifyQuorum} refuses it
   */
  public Checkpoint verify(SignedCheckpoint signed) throws TransparencyException {
    Checkpoint checkpoint = verifyLog(signed);
    verifyQuorum(signed);
    return checkpoint;
  }

  /**
   * Checks that dishonest witnesses cannot help a log to show two histories: any two quorums must have an honest witness in
   * common, even if a third of all witnesses that the quorum names, and one of them in any case, are dishonest. For k of n
   * witnesses k must be at least {@link #leastQuorum}, the numbers of Sigsum's list of November 2023.
   *
   * @throws TransparencyException if two quorums may share too few witnesses; the message says how few
   */
  public void checkQuorum() throws TransparencyException {
    int number = quorum.map(Member::witnesses).orElse(0);
    int shared = leastOverlap();
    int dishonest = dishonest(number);
    if (shared <= dishonest) {
      throw new TransparencyException(
          Reason.WEAK_QUORUM,
          "of " + number + " witnesses in the quorum " + dishonest
              + " may be dishonest, but two quorums may have only "
              + shared + " in common, so that a log could show two histories"
              + (number < 2
                  ? ""
                  : "; " + leastQuorum(number) + " of " + number + " would be enough"));
    }
  }

  /**
   * The smallest k for which k of n witnesses pass {@link #checkQuorum}. All n can be asked for, but then one witness that does
   * not answer stops the log: take 4 or more.
   *
   * @param witnesses how many there are, 2 or more
   * @return 3 of 4, 4 of 5, 5 of 7, 7 of 10
   */
  public static int leastQuorum(int witnesses) {
    return (witnesses + dishonest(witnesses)) / 2 + 1;
  }

  int leastOverlap() {
    return quorum.map(Member::leastOverlap).orElse(0);
  }

  private static int dishonest(int witnesses) {
    return Math.max(1, witnesses / 3);
  }

  /**
   * Whether any cosignature is asked for.
   *
   * @return false if the quorum is {@code none}
   */
  public boolean asksForWitnesses() {
    return quorum.isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WitnessPolicy policy && text.equals(policy.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The file. */
  @Override
  public String toString() {
    return text;
  }
}
