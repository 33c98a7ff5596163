package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What decides an epoch, in a folder, so that the machines of an engine can read it. The files are those of a bundle; a bundle is
 * such a folder, too.
 */
public final class InputFolder {
  private InputFolder() {}

  /**
   * Writes an input.
   *
   * @param folder an empty folder
   * @param input what decides the epoch
   * @throws IOException if a file cannot be written, or the evidence not read
   */
  public static void write(Path folder, EpochInput input) throws IOException {
    BundleWriter.writeInput(part -> Files.newOutputStream(folder.resolve(part)), input);
  }

  /**
   * Reads an input. Its reports stay in their file and are streamed.
   *
   * @param folder what was written, or a bundle, of which nothing is checked
   * @return the input
   * @throws BundleException if a part is missing or not what it should be
   */
  public static EpochInput read(Path folder) throws BundleException {
    return EpochBundle.unpublished(folder).input();
  }

  /**
   * The file of the reports.
   *
   * @param folder the folder
   * @return the file, to be cut into {@linkplain LogSlice slices}
   */
  public static Path reports(Path folder) {
    return folder.resolve(BundleParts.REPORTS);
  }
}
