package org.depinsdk.hardware.ocpp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.depinsdk.hardware.driver.Secret;

/** Who a station says it is, and whether that is so. */
final class Identity {
  /** What an identity may be: OCPP 1.6 sets no alphabet, and 2.0.1 no more than 48 of its own. */
  static final String EXPECTED =
      "1 to 128 printable characters, none of them /, the first and the last no blank, not only dots";

  private static final Pattern FORM = Pattern.compile(
      "(?!\\.+$)[^\\p{Cntrl}\\p{Z}/](?:[^\\p{Cntrl}/]{0,126}[^\\p{Cntrl}\\p{Z}/])?");
  private static final int MAX_HEADER = 1024;

  private Identity() {}

  /** The last part of the path, for example CP001 of /ocpp/CP001. */
  static Optional<String> ofPath(String path) {
    String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    if (plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    String last = plain.substring(plain.lastIndexOf('/') + 1);
    if (last.length() > 3 * 4 * 128) {
      return Optional.empty();
    }
    try {
      // a plus sign stays one
      String decoded = URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
      return FORM.matcher(decoded).matches() ? Optional.of(decoded) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Compares in a time that does not tell how much was right, even if the station is not known. */
  static boolean passwordMatches(String identity, Optional<Secret> expected, String header) {
    byte[] password = new byte[0];
    boolean named = false;
    if (header.length() <= MAX_HEADER && header.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        byte[] pair = Base64.getDecoder().decode(header.substring(6).strip());
        // an identity may have colons itself, so it is not looked for where the first one stands
        byte[] user = (identity + ":").getBytes(StandardCharsets.UTF_8);
        named = Arrays.equals(user, 0, user.length, pair, 0, Math.min(user.length, pair.length));
        password = Arrays.copyOfRange(pair, Math.min(user.length, pair.length), pair.length);
      } catch (IllegalArgumentException e) {
        named = false;
      }
    }
    byte[] right = expected.map(Secret::reveal).orElseGet(() -> new byte[0]);
    return MessageDigest.isEqual(right, password) & named & right.length > 0;
  }

  static boolean isCommonName(String identity, X500Principal principal) {
    try {
      for (Rdn rdn : new LdapName(principal.getName(X500Principal.RFC2253)).getRdns()) {
        if (rdn.getType().equalsIgnoreCase("CN")) {
          return identity.equals(rdn.getValue());
        }
      }
    } catch (InvalidNameException e) {
      return false;
    }
    return false;
  }

  static boolean isIdentity(String text) {
    return FORM.matcher(text).matches();
  }

  static String basic(String identity, Secret password) {
    byte[] name = (identity + ":").getBytes(StandardCharsets.UTF_8);
    byte[] secret = password.reveal();
    byte[] pair = Arrays.copyOf(name, name.length + secret.length);
    System.arraycopy(secret, 0, pair, name.length, secret.length);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
