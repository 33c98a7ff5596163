package org.depinsdk.core.keys;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.internal.Digests;

/**
 * Keys and peer ids of libp2p (libp2p specs, peer-ids.md): a protobuf {@code PublicKey{Type, Data}} in its one
 * deterministic form, and its multihash in Base58. A key whose protobuf has at most 42 bytes is itself in its peer id;
 * a P-256 key is only hashed there.
 */
public final class Libp2pKey {
  /** Longest key that a peer id holds unhashed. */
  public static final int MAX_INLINE_BYTES = 42;

  private static final int TYPE_ED25519 = 1;
  private static final int TYPE_SECP256K1 = 2;
  private static final int TYPE_ECDSA = 3;

  private static final int TAG_TYPE = 0x08;
  private static final int TAG_DATA = 0x12;

  // multihash codes: identity, and sha2-256 with its length
  private static final int IDENTITY = 0x00;
  private static final int SHA2_256 = 0x12;

  private Libp2pKey() {}

  /**
   * Writes a key's protobuf.
   *
   * @param key any key
   * @return the type and the data: raw for Ed25519, compressed for secp256k1, SubjectPublicKeyInfo for P-256
   */
  public static byte[] encode(DeviceKey key) {
    byte[] data = key.algorithm() == KeyAlgorithm.P256 ? SpkiKey.encode(key) : key.encoded();
    int type = switch (key.algorithm()) {
      case ED25519 -> TYPE_ED25519;
      case SECP256K1 -> TYPE_SECP256K1;
      case P256 -> TYPE_ECDSA;
    };
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeEnum(1, type);
      out.writeByteArray(2, data);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a key's protobuf.
   *
   * @param bytes the type and the data, in this order, and nothing else
   * @return the key
   * @throws InvalidKeyException if the bytes are not the deterministic form of a supported key
   */
  public static DeviceKey decode(byte[] bytes) throws InvalidKeyException {
    if (bytes.length > 128) {
      throw new InvalidKeyException(
          "a libp2p key of a supported type has at most 128 bytes, not " + bytes.length);
    }
    DeviceKey key;
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      if (in.readTag() != TAG_TYPE) {
        throw new InvalidKeyException("a libp2p key starts with its type");
      }
      int type = in.readEnum();
      if (in.readTag() != TAG_DATA) {
        throw new InvalidKeyException("a libp2p key's type is followed by its data");
      }
      byte[] data = in.readByteArray();
      key = switch (type) {
        case TYPE_ED25519 -> DeviceKey.of(KeyAlgorithm.ED25519, data);
        case TYPE_SECP256K1 -> DeviceKey.of(KeyAlgorithm.SECP256K1, data);
        case TYPE_ECDSA -> SpkiKey.decode(data);
        default ->
          throw new InvalidKeyException("libp2p key type " + type
              + " is not supported, only Ed25519, secp256k1 and ECDSA on P-256");
      };
    } catch (IOException e) {
      throw new InvalidKeyException("not a libp2p key: " + e.getMessage());
    }
    if (!Arrays.equals(encode(key), bytes)) {
      throw new InvalidKeyException(
          "not the deterministic form of a libp2p " + key.algorithm().label() + " key");
    }
    return key;
  }

  /**
   * The peer id of a key.
   *
   * @param key any key
   * @return Base58 text: {@code 12D3KooW…} for Ed25519, {@code 16Uiu2H…} for secp256k1, {@code Qm…} for P-256
   */
  public static String peerId(DeviceKey key) {
    byte[] encoded = encode(key);
    boolean inline = encoded.length <= MAX_INLINE_BYTES;
    byte[] content = inline ? encoded : Digests.sha256(encoded);
    byte[] multihash = new byte[2 + content.length];
    multihash[0] = (byte) (inline ? IDENTITY : SHA2_256);
    multihash[1] = (byte) content.length;
    System.arraycopy(content, 0, multihash, 2, content.length);
    return Base58.encode(multihash);
  }

  /**
   * Reads the key out of a peer id.
   *
   * @param peerId Base58 text
   * @return the key
   * @throws InvalidKeyException if the text is not a peer id, or one that holds only a key's hash
   */
  public static DeviceKey ofPeerId(String peerId) throws InvalidKeyException {
    byte[] multihash;
    try {
      multihash = Base58.decode(peerId);
    } catch (EncodingException e) {
      throw new InvalidKeyException("peer id: " + e.getMessage());
    }
    if (multihash.length == 34 && multihash[0] == SHA2_256 && multihash[1] == 32) {
      throw new InvalidKeyException("peer id " + peerId + " holds only the hash of its key");
    }
    if (multihash.length < 2
        || multihash.length > 2 + MAX_INLINE_BYTES
        || multihash[0] != IDENTITY
        || multihash[1] != multihash.length - 2) {
      throw new InvalidKeyException("not a peer id: " + EncodingException.shown(peerId));
    }
    return decode(Arrays.copyOfRange(multihash, 2, multihash.length));
  }
}
