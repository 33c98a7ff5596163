package org.depinsdk.attestation.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.core.encoding.EncodingException;

/** Vendor and product ids in the names of Matter's certificates (Matter core specification, section 6.2.2.2). */
final class MatterId {
  private static final String COMMON_NAME = "2.5.4.3";
  private static final Pattern FORM = Pattern.compile("[0-9A-F]{4}");
  private static final int DIGITS = 4;

  private MatterId() {}

  /** The vendor id, as an attribute of its own or marked in the common name. */
  static Optional<String> vendor(Certificate certificate) throws EncodingException {
    return id(certificate, "1.3.6.1.4.1.37244.2.1", "Mvid:");
  }

  /** The product id, likewise. */
  static Optional<String> product(Certificate certificate) throws EncodingException {
    return id(certificate, "1.3.6.1.4.1.37244.2.2", "Mpid:");
  }

  private static Optional<String> id(Certificate certificate, String oid, String marker)
      throws EncodingException {
    List<String> attributes = certificate.subjectAttributes(oid);
    List<String> marked = new ArrayList<>();
    for (String name : certificate.subjectAttributes(COMMON_NAME)) {
      marked.addAll(marked(name, marker));
    }
    // two ways in one name could be read in two ways
    if (attributes.size() + marked.size() > 1) {
      throw new EncodingException("the id occurs more than once in the name");
    }
    List<String> all = attributes.isEmpty() ? marked : attributes;
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (!FORM.matcher(all.get(0)).matches()) {
      throw new EncodingException("an id is four upper-case hexadecimal digits, not "
          + EncodingException.shown(all.get(0)));
    }
    return Optional.of(all.get(0));
  }

  /** What follows each marker in a common name. */
  static List<String> marked(String name, String marker) {
    List<String> found = new ArrayList<>();
    for (int at = name.indexOf(marker); at >= 0; at = name.indexOf(marker, at + 1)) {
      int from = at + marker.length();
      found.add(name.substring(from, Math.min(name.length(), from + DIGITS)));
    }
    return found;
  }
}
