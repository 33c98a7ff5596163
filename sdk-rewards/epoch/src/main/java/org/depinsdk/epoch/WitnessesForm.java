package org.depinsdk.epoch;

import java.net.URI;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;

/** The form of a log's witnesses in a policy's file. */
final class WitnessesForm {
  private static final String ANY_KEY =
      "witness.example/w1+179adb2b+BAoxR8ur6LbFGRAqln1QEYgRI7knudDCK8gsdQIl9hPr";

  private static final Form<NetworkWitnesses.Member> MEMBER = Forms.object(
      "A witness (C2SP tlog-witness).",
      fields -> new NetworkWitnesses.Member(
          fields.get("name", ValueForms.NAME, NetworkWitnesses.Member::name),
          fields.get(
              "key",
              Forms.parsed(
                  "a witness's public key NAME+KEYID+BASE64",
                  Pattern.compile("[^\\s+]{1,200}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]{1,100}"),
                  WitnessesForm::key,
                  anyKey()),
              NetworkWitnesses.Member::key),
          fields.get(
              "url",
              Forms.parsed(
                  "an address such as https://witness.example/",
                  Pattern.compile("https?://[!-~]{1,1000}"),
                  WitnessesForm::url,
                  URI.create("https://witness.example/")),
              NetworkWitnesses.Member::url)));

  static final Form<NetworkWitnesses> FORM = Forms.<NetworkWitnesses>object(
          "Who witnesses the network's log, and how many of them must have cosigned it. Any two quorums must have an honest"
              + " witness in common: 3 of 4, 5 of 7.",
          fields -> new NetworkWitnesses(
              fields.get("quorum", Forms.number(1), NetworkWitnesses::quorum),
              fields.get("members", Forms.list(MEMBER, 1, 100), NetworkWitnesses::members)))
      .checked(NetworkWitnesses::problems);

  private WitnessesForm() {}

  private static NoteKey key(String text) throws EncodingException {
    try {
      NoteKey key = NoteKey.parse(text);
      if (key.type() != NoteKey.ED25519_COSIGNATURE) {
        throw new EncodingException(
            "expected a key of type 4, which is for cosignatures, not of type " + key.type());
      }
      return key;
    } catch (TransparencyException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    if (url.getHost() == null) {
      throw new IllegalArgumentException("no host");
    }
    return url;
  }

  private static NoteKey anyKey() {
    try {
      return key(ANY_KEY);
    } catch (EncodingException e) {
      throw new IllegalStateException("this is a key", e);
    }
  }
}
