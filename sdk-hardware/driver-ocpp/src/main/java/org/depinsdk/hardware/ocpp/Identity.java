package org.depinsdk.hardware.ocpp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
  // spec| identifierString of OCPP 2.0.1 part 2, at most 48 characters, without the colon that ends
  // a basic user name
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9*\\-_=+|@.]{1,48}");
  private static final int MAX_HEADER = 512;

  private Identity() {}

  /** The last part of the path, for example CP001 of /ocpp/CP001. */
  static Optional<String> ofPath(String path) {
    String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    String last = plain.substring(plain.lastIndexOf('/') + 1);
    if (last.length() > 200) {
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
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
          colon++;
        }
        named = colon < pair.length
            && new String(pair, 0, colon, StandardCharsets.UTF_8).equals(identity);
        password =
            java.util.Arrays.copyOfRange(pair, Math.min(colon + 1, pair.length), pair.length);
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
    byte[] pair = java.util.Arrays.copyOf(name, name.length + secret.length);
    System.arraycopy(secret, 0, pair, name.length, secret.length);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
