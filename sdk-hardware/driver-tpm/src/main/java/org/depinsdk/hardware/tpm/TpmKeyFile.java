package org.depinsdk.hardware.tpm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.depinsdk.hardware.tpm.TpmException.Reason;

/**
 * A key file in the form that tpm2-tools, tpm2-openssl and others share: PEM "TSS2 PRIVATE KEY" around
 *
 * <pre>
 * TPMKey ::= SEQUENCE {
 *   type      OBJECT IDENTIFIER,               -- 2.23.133.10.1.3, a loadable key
 *   emptyAuth [0] EXPLICIT BOOLEAN OPTIONAL,
 *   parent    INTEGER,                         -- 0x40000001: the storage key of the owner hierarchy
 *   pubkey    OCTET STRING,                    -- TPM2B_PUBLIC
 *   privkey   OCTET STRING }                   -- TPM2B_PRIVATE, encrypted by the TPM for itself
 * </pre>
 *
 * <p>Policies, secrets and other parents, which the form allows too, are refused. The file is of no use without its TPM; but
 * with the file gone, the key is gone.
 */
final class TpmKeyFile {
  private static final String BEGIN = "-----BEGIN TSS2 PRIVATE KEY-----";
  private static final String END = "-----END TSS2 PRIVATE KEY-----";
  private static final int MAX_BYTES = 8 * 1024;
  private static final byte[] TYPE = HexFormat.of().parseHex("6781050a0103");
  private static final byte[] TRUE = HexFormat.of().parseHex("0101ff");

  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int EMPTY_AUTH = 0xa0;

  private TpmKeyFile() {}

  static byte[] encode(TpmCommands.Wrapped key, boolean emptyAuth) {
    TpmWriter fields = new TpmWriter().raw(tlv(OBJECT_IDENTIFIER, TYPE));
    if (emptyAuth) {
      fields.raw(tlv(EMPTY_AUTH, TRUE));
    }
    byte[] parent = new TpmWriter().u32(TpmCommands.OWNER.value()).bytes();
    fields.raw(tlv(INTEGER, parent));
    fields.raw(tlv(OCTET_STRING, new TpmWriter().sized(key.publicArea()).bytes()));
    fields.raw(tlv(OCTET_STRING, new TpmWriter().sized(key.privateArea()).bytes()));
    byte[] der = tlv(SEQUENCE, fields.bytes());
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return (BEGIN + "\n" + base64 + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] tlv(int tag, byte[] value) {
    TpmWriter out = new TpmWriter().u8(tag);
    if (value.length < 0x80) {
      out.u8(value.length);
    } else if (value.length < 0x100) {
      out.u8(0x81).u8(value.length);
    } else {
      out.u8(0x82).u16(value.length);
    }
    return out.raw(value).bytes();
  }

  static TpmCommands.Wrapped decode(byte[] pem) throws TpmReader.Malformed {
    String text = new String(pem, StandardCharsets.ISO_8859_1).strip();
    if (!text.startsWith(BEGIN)) {
      throw new TpmReader.Malformed("it does not start with " + BEGIN);
    }
    if (!text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
      throw new TpmReader.Malformed("it does not end with " + END);
    }
    byte[] der;
    try {
      String base64 = text.substring(BEGIN.length(), text.length() - END.length());
      der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new TpmReader.Malformed("its Base64 is broken: " + e.getMessage());
    }
    ByteBuffer in = ByteBuffer.wrap(der);
    ByteBuffer fields = ByteBuffer.wrap(value(in, SEQUENCE, "the key"));
    end(in, "the key");
    if (!Arrays.equals(value(fields, OBJECT_IDENTIFIER, "type"), TYPE)) {
      throw new TpmReader.Malformed("its type is not that of a loadable key, 2.23.133.10.1.3");
    }
    if (fields.hasRemaining() && (fields.get(fields.position()) & 0xff) == EMPTY_AUTH) {
      value(fields, EMPTY_AUTH, "emptyAuth");
    }
    byte[] parent = value(fields, INTEGER, "parent");
    if (!Arrays.equals(parent, new TpmWriter().u32(TpmCommands.OWNER.value()).bytes())) {
      throw new TpmReader.Malformed("its parent is 0x" + HexFormat.of().formatHex(parent)
          + "; the owner hierarchy's storage key, 0x40000001, expected");
    }
    TpmReader publicArea = new TpmReader(value(fields, OCTET_STRING, "pubkey"));
    TpmReader privateArea = new TpmReader(value(fields, OCTET_STRING, "privkey"));
    end(fields, "privkey");
    byte[] publicBytes = publicArea.sized(PublicArea.MAX_BYTES, "TPM2B_PUBLIC");
    byte[] privateBytes = privateArea.sized(TpmCommands.MAX_PRIVATE, "TPM2B_PRIVATE");
    publicArea.end("TPM2B_PUBLIC");
    privateArea.end("TPM2B_PRIVATE");
    return new TpmCommands.Wrapped(privateBytes, publicBytes);
  }

  private static byte[] value(ByteBuffer in, int tag, String field) throws TpmReader.Malformed {
    if (in.remaining() < 2 || (in.get() & 0xff) != tag) {
      throw new TpmReader.Malformed(
          "no " + field + " of ASN.1 tag 0x" + Integer.toHexString(tag) + " where it should be");
    }
    int length = in.get() & 0xff;
    int more = length == 0x81 ? 1 : length == 0x82 ? 2 : 0;
    if (in.remaining() < more || (length >= 0x80 && more == 0)) {
      throw new TpmReader.Malformed(field + " has a broken length");
    }
    if (more > 0) {
      length = more == 1 ? in.get() & 0xff : in.getShort() & 0xffff;
    }
    if (length > in.remaining()) {
      throw new TpmReader.Malformed(
          field + " has " + length + " bytes, " + in.remaining() + " left");
    }
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  private static void end(ByteBuffer in, String field) throws TpmReader.Malformed {
    if (in.hasRemaining()) {
      throw new TpmReader.Malformed(field + " is followed by " + in.remaining() + " bytes");
    }
  }

  static TpmCommands.Wrapped read(Path file) throws IOException, TpmException {
    long size = Files.size(file);
    try {
      if (size > MAX_BYTES) {
        throw new TpmReader.Malformed("it has " + size + " bytes, at most " + MAX_BYTES);
      }
      return decode(Files.readAllBytes(file));
    } catch (TpmReader.Malformed e) {
      throw new TpmException(
          Reason.DAMAGED_KEY_FILE,
          "key file " + file + " is damaged: " + e.getMessage() + "; restore it from a copy",
          e);
    }
  }
}
