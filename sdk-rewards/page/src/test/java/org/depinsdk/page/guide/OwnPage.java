package org.depinsdk.page.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.page.Page;
import org.depinsdk.page.RunPage;

final class OwnPage {
  /** Writes the page of a folder of bundles; names are by device id, such as "dev-…" to "ap-1". */
  static void write(Path bundles, Map<String, String> names, String words)
      throws IOException, BundleException {
    RunPage run = RunPage.read(bundles, names);
    Page page = run.map(run.begin("My network"));
    page.section("Mine", "<p>" + Page.escape(words) + "</p>");
    Files.writeString(bundles.resolve(Page.FILE), run.end(page).html());
  }

  private OwnPage() {}
}
