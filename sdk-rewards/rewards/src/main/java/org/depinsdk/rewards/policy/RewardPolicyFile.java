package org.depinsdk.rewards.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.jspecify.annotations.Nullable;

/**
 * The policy file of a running network. People edit it while the network runs; a file that is refused changes nothing, and the
 * last good policy stays in force, also when the network starts again meanwhile: every policy that was taken is in a
 * folder of its own.
 *
 * <pre>{@code
 * RewardPolicyFile rewards = RewardPolicyFile.open(
 *     Path.of("rewards.yaml"), Path.of("data/policies"), policy -> engine.check(rules.withRewards(policy)));
 * rewards.refresh(firstOpenEpoch).ifPresent(refused -> log(refused.getMessage()));
 * RewardPolicy policy = rewards.book().inForce(epoch);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class RewardPolicyFile {
  private static final String SUFFIX = ".json";

  private final Path file;
  private final Path taken;
  private final Check check;
  private PolicyBook book;
  private byte[] seen = new byte[0];
  private @Nullable PolicyException refused;

  /** What else has to fit a policy, such as the proofs of its network. */
  @FunctionalInterface
  public interface Check {
    /**
     * Looks at a policy that is well-formed by itself.
     *
     * @param policy the policy
     * @return what does not fit; empty if the policy may be taken
     */
    List<PolicyProblem> problems(RewardPolicy policy);

    /** Refuses what does not fit. */
    private void run(RewardPolicy policy) throws PolicyException {
      List<PolicyProblem> problems = problems(policy);
      if (!problems.isEmpty()) {
        throw new PolicyException(problems);
      }
    }
  }

  private RewardPolicyFile(Path file, Path taken, Check check, PolicyBook book) {
    this.file = file;
    this.taken = taken;
    this.check = check;
    this.book = book;
  }

  /**
   * Opens a policy file.
   *
   * @param file YAML or JSON
   * @param taken the folder of the policies that were taken; made where it does not exist
   * @param check what else has to fit
   * @return the file, with the policies that were taken before, or with what it holds where none was
   * @throws PolicyException if no policy was taken before and the file is refused, or a taken one is damaged or does not fit any more
   * @throws IOException if a file cannot be read or written
   */
  public static RewardPolicyFile open(Path file, Path taken, Check check)
      throws PolicyException, IOException {
    Files.createDirectories(taken);
    PolicyBook book = null;
    for (Path earlier : earlier(taken)) {
      RewardPolicy policy = RewardPolicy.parse(Files.readAllBytes(earlier));
      check.run(policy);
      book = book == null ? PolicyBook.of(policy) : book.with(policy, 0);
    }
    if (book != null) {
      return new RewardPolicyFile(file, taken, check, book);
    }
    RewardPolicy first = RewardPolicy.parse(Files.readAllBytes(file));
    check.run(first);
    keep(taken, first);
    return new RewardPolicyFile(file, taken, check, PolicyBook.of(first));
  }

  private static List<Path> earlier(Path taken) throws IOException {
    try (Stream<Path> files = Files.list(taken)) {
      return files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static void keep(Path taken, RewardPolicy policy) throws IOException {
    String name = String.format(java.util.Locale.ROOT, "%019d", policy.version());
    Path draft = taken.resolve(name + ".draft");
    Files.write(draft, policy.toJson());
    Files.move(draft, taken.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The policies by epoch.
   *
   * @return those that were taken up to now
   */
  public synchronized PolicyBook book() {
    return book;
  }

  /**
   * Looks at the file again. What it holds is taken where it follows the last policy, see {@link PolicyBook#with}.
   *
   * @param openEpoch index of the first epoch for which a policy may still change
   * @return why the file is refused; empty where it holds the last policy, or one that was taken now
   * @throws IOException if the file cannot be read for another reason than that it is missing, or a policy cannot be kept
   */
  public synchronized Optional<PolicyException> refresh(long openEpoch) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.of(
          new PolicyException(List.of(new PolicyProblem(0, 0, "", "there is no file " + file))));
    }
    if (Arrays.equals(bytes, seen)) {
      return Optional.ofNullable(refused);
    }
    refused = offer(bytes, openEpoch);
    seen = bytes;
    return Optional.ofNullable(refused);
  }

  /**
   * Puts another policy into the file. It is taken by the next {@link #refresh}.
   *
   * @param document YAML or JSON
   * @param openEpoch index of the first epoch for which a policy may still change
   * @return the policy
   * @throws PolicyException if it is refused, or does not follow the last policy; the file has not changed then
   * @throws IOException if the file cannot be written; it holds what it held before then
   */
  public synchronized RewardPolicy replace(byte[] document, long openEpoch)
      throws PolicyException, IOException {
    RewardPolicy policy = RewardPolicy.parse(document);
    check.run(policy);
    PolicyBook unused = book.with(policy, openEpoch);
    DurableFiles.write(file, document);
    return policy;
  }

  private @Nullable PolicyException offer(byte[] bytes, long openEpoch) throws IOException {
    try {
      RewardPolicy policy = RewardPolicy.parse(bytes);
      if (policy.equals(book.policies().get(book.policies().size() - 1))) {
        return null;
      }
      check.run(policy);
      PolicyBook longer = book.with(policy, openEpoch);
      keep(taken, policy);
      book = longer;
      return null;
    } catch (PolicyException e) {
      return e;
    }
  }
}
