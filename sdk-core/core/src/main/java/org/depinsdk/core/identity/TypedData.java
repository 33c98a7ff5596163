package org.depinsdk.core.identity;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.encoding.Keccak256;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonBoolean;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** The document of EIP-712 and its hashes. */
final class TypedData {
  private static final String DOMAIN_TYPE = "EIP712Domain";
  // spec| Protocol designers only need to include the fields that make sense [...] in the above
  // order
  private static final Map<String, String> DOMAIN_MEMBERS = domainMembers();
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final Pattern ARRAY = Pattern.compile("(.+)\\[([1-9][0-9]{0,3})?]");
  private static final Pattern INTEGER = Pattern.compile("(u?)int([1-9][0-9]{0,2})");
  private static final Pattern FIXED_BYTES = Pattern.compile("bytes([1-9][0-9]?)");
  private static final int MAX_TYPES = 64;
  private static final int MAX_MEMBERS = 64;
  private static final int MAX_ARRAY_LEVELS = 4;
  private static final BigInteger MAX_SAFE = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

  private final Map<String, Map<String, String>> types;
  private final String primaryType;
  private final JsonObject domain;
  private final JsonObject message;

  private TypedData(
      Map<String, Map<String, String>> types,
      String primaryType,
      JsonObject domain,
      JsonObject message) {
    this.types = types;
    this.primaryType = primaryType;
    this.domain = domain;
    this.message = message;
  }

  private static Map<String, String> domainMembers() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("name", "string");
    members.put("version", "string");
    members.put("chainId", "uint256");
    members.put("verifyingContract", "address");
    members.put("salt", "bytes32");
    return members;
  }

  static TypedData parse(String json) throws EncodingException {
    JsonObject document = Json.parseObject(json, JsonLimits.DEFAULT);
    JsonObject declared = document.object("types");
    if (declared.members().size() > MAX_TYPES) {
      throw new EncodingException("types: " + declared.members().size() + ", at most " + MAX_TYPES);
    }
    Map<String, Map<String, String>> types = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> type : declared.members().entrySet()) {
      checkIdentifier(type.getKey());
      types.put(type.getKey(), members(type.getKey(), type.getValue()));
    }
    String primaryType = document.string("primaryType");
    if (!types.containsKey(primaryType)) {
      throw new EncodingException(
          "primaryType " + EncodingException.shown(primaryType) + " is not among the types");
    }
    TypedData data =
        new TypedData(types, primaryType, document.object("domain"), document.object("message"));
    data.checkTypes();
    return data;
  }

  private static Map<String, String> members(String type, JsonValue value)
      throws EncodingException {
    if (!(value instanceof JsonArray list) || list.items().size() > MAX_MEMBERS) {
      throw new EncodingException(
          "type " + type + " must be a list of at most " + MAX_MEMBERS + " members");
    }
    Map<String, String> members = new LinkedHashMap<>();
    for (JsonValue item : list.items()) {
      JsonObject member = object(item, type);
      String name = member.string("name");
      checkIdentifier(name);
      if (members.put(name, member.string("type")) != null) {
        throw new EncodingException("type " + type + " has member " + name + " twice");
      }
    }
    return members;
  }

  private void checkTypes() throws EncodingException {
    Map<String, String> declaredDomain = types.get(DOMAIN_TYPE);
    if (declaredDomain == null) {
      throw new EncodingException("types lack " + DOMAIN_TYPE);
    }
    List<String> order = List.copyOf(DOMAIN_MEMBERS.keySet());
    int last = -1;
    for (Map.Entry<String, String> member : declaredDomain.entrySet()) {
      int at = order.indexOf(member.getKey());
      if (at <= last || !member.getValue().equals(DOMAIN_MEMBERS.get(member.getKey()))) {
        throw new EncodingException(DOMAIN_TYPE + " cannot have " + member.getValue() + " "
            + member.getKey() + " in this position");
      }
      last = at;
    }
    for (Map.Entry<String, Map<String, String>> type : types.entrySet()) {
      for (Map.Entry<String, String> member : type.getValue().entrySet()) {
        checkType(type.getKey() + "." + member.getKey(), member.getValue());
      }
    }
  }

  private void checkType(String where, String type) throws EncodingException {
    String base = type;
    int levels = 0;
    for (Matcher array = ARRAY.matcher(base); array.matches(); array = ARRAY.matcher(base)) {
      base = array.group(1);
      if (++levels > MAX_ARRAY_LEVELS) {
        throw new EncodingException(
            where + ": an array of more than " + MAX_ARRAY_LEVELS + " levels");
      }
    }
    if (!types.containsKey(base) && !isAtomic(base)) {
      throw new EncodingException(where + " has the unknown type " + EncodingException.shown(type));
    }
  }

  private static boolean isAtomic(String type) {
    Matcher integer = INTEGER.matcher(type);
    if (integer.matches()) {
      int bits = Integer.parseInt(integer.group(2));
      return bits <= 256 && bits % 8 == 0;
    }
    Matcher bytes = FIXED_BYTES.matcher(type);
    return bytes.matches()
        ? Integer.parseInt(bytes.group(1)) <= 32
        : List.of("bool", "address", "bytes", "string").contains(type);
  }

  private static void checkIdentifier(String name) throws EncodingException {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new EncodingException("not an identifier: " + EncodingException.shown(name));
    }
  }

  private static JsonObject object(@Nullable JsonValue value, String name)
      throws EncodingException {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new EncodingException(name + " must be an object");
  }

  String primaryType() {
    return primaryType;
  }

  @Nullable
  BigInteger chainId() throws EncodingException {
    return typeOf(DOMAIN_TYPE).containsKey("chainId")
        ? integer("domain.chainId", "uint256", domain.get("chainId"))
        : null;
  }

  byte[] domainSeparator() throws EncodingException {
    return hashStruct("domain", DOMAIN_TYPE, domain);
  }

  byte[] structHash() throws EncodingException {
    return hashStruct("message", primaryType, message);
  }

  String encodedPrimaryType() {
    return encodeType(primaryType);
  }

  private Map<String, String> typeOf(String name) {
    return types.getOrDefault(name, Map.of());
  }

  // spec| the set of referenced struct types is collected, sorted by name and appended to the
  // encoding
  private String encodeType(String type) {
    TreeSet<String> referenced = new TreeSet<>();
    collect(type, referenced);
    referenced.remove(type);
    StringBuilder out = new StringBuilder(encodeOne(type));
    referenced.forEach(other -> out.append(encodeOne(other)));
    return out.toString();
  }

  // ends: a type is entered once, and there are at most MAX_TYPES
  private void collect(String type, TreeSet<String> found) {
    if (types.containsKey(type) && found.add(type)) {
      for (String member : typeOf(type).values()) {
        int bracket = member.indexOf('[');
        collect(bracket < 0 ? member : member.substring(0, bracket), found);
      }
    }
  }

  private String encodeOne(String type) {
    StringBuilder out = new StringBuilder(type).append('(');
    typeOf(type)
        .forEach((name, memberType) -> out.append(out.charAt(out.length() - 1) == '(' ? "" : ",")
            .append(memberType)
            .append(' ')
            .append(name));
    return out.append(')').toString();
  }

  // spec| hashStruct(s) = keccak256(typeHash ‖ encodeData(s))
  private byte[] hashStruct(String where, String type, @Nullable JsonValue value)
      throws EncodingException {
    JsonObject struct = object(value, where);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Keccak256.hash(encodeType(type).getBytes(StandardCharsets.UTF_8)));
    for (Map.Entry<String, String> member : typeOf(type).entrySet()) {
      out.writeBytes(
          encode(where + "." + member.getKey(), member.getValue(), struct.get(member.getKey())));
    }
    for (String name : struct.members().keySet()) {
      if (!typeOf(type).containsKey(name)) {
        throw new EncodingException(where + " has member " + EncodingException.shown(name)
            + ", which type " + type + " does not declare, so that nobody would sign it");
      }
    }
    return Keccak256.hash(out.toByteArray());
  }

  // recursion follows the message, whose depth the JSON reader bounds
  private byte[] encode(String where, String type, @Nullable JsonValue value)
      throws EncodingException {
    if (value == null) {
      throw new EncodingException(where + " is missing");
    }
    Matcher array = ARRAY.matcher(type);
    if (array.matches()) {
      return encodeArray(where, array.group(1), array.group(2), value);
    }
    if (types.containsKey(type)) {
      return hashStruct(where, type, value);
    }
    return switch (type) {
      case "string" -> Keccak256.hash(text(where, value).getBytes(StandardCharsets.UTF_8));
      case "bytes" -> Keccak256.hash(bytes(where, value));
      case "bool" -> word(bool(where, value));
      case "address" -> address(where, value);
      default ->
        type.startsWith("bytes")
            ? fixedBytes(where, type, value)
            : word(integer(where, type, value));
    };
  }

  private byte[] encodeArray(String where, String element, @Nullable String length, JsonValue value)
      throws EncodingException {
    if (!(value instanceof JsonArray list)) {
      throw new EncodingException(where + " must be an array");
    }
    if (length != null && list.items().size() != Integer.parseInt(length)) {
      throw new EncodingException(
          where + " must have " + length + " items, not " + list.items().size());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < list.items().size(); i++) {
      out.writeBytes(encode(where + "[" + i + "]", element, list.items().get(i)));
    }
    return Keccak256.hash(out.toByteArray());
  }

  private static String text(String where, @Nullable JsonValue value) throws EncodingException {
    if (value instanceof JsonString text) {
      return text.value();
    }
    throw new EncodingException(where + " must be a string");
  }

  private static byte[] bytes(String where, JsonValue value) throws EncodingException {
    String text = text(where, value);
    if (!text.startsWith("0x")) {
      throw new EncodingException(
          where + " must be 0x and hexadecimal digits, not " + EncodingException.shown(text));
    }
    return Hex.decode(text);
  }

  private static byte[] fixedBytes(String where, String type, JsonValue value)
      throws EncodingException {
    byte[] bytes = bytes(where, value);
    int expected = Integer.parseInt(type.substring("bytes".length()));
    if (bytes.length != expected) {
      throw new EncodingException(where + " must have " + expected + " bytes, not " + bytes.length);
    }
    return java.util.Arrays.copyOf(bytes, 32);
  }

  private static byte[] address(String where, JsonValue value) throws EncodingException {
    String text = text(where, value);
    try {
      return word(new BigInteger(1, OperatorId.parse(text).bytes()));
    } catch (EncodingException e) {
      throw new EncodingException(where + ": " + e.getMessage());
    }
  }

  private static BigInteger bool(String where, JsonValue value) throws EncodingException {
    if (value instanceof JsonBoolean bool) {
      return bool.value() ? BigInteger.ONE : BigInteger.ZERO;
    }
    throw new EncodingException(where + " must be true or false");
  }

  private static BigInteger integer(String where, String type, @Nullable JsonValue value)
      throws EncodingException {
    BigInteger number;
    try {
      if (value instanceof JsonNumber literal) {
        number = new BigInteger(literal.literal());
        if (number.abs().compareTo(MAX_SAFE) > 0) {
          throw new EncodingException(where + " is beyond 2^53 - 1; write it as a string");
        }
      } else {
        String text = text(where, value);
        boolean hex = text.startsWith("0x");
        if (text.length() > 80
            || text.startsWith("+")
            || text.startsWith("0x-")
            || text.startsWith("0x+")) {
          throw new NumberFormatException();
        }
        number = hex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
      }
    } catch (NumberFormatException e) {
      throw new EncodingException(where + " must be an integer");
    }
    boolean signed = type.startsWith("int");
    int bits = Integer.parseInt(type.substring(signed ? 3 : 4));
    if (signed ? number.bitLength() >= bits : number.signum() < 0 || number.bitLength() > bits) {
      throw new EncodingException(where + " is out of the range of " + type);
    }
    return number;
  }

  private static byte[] word(BigInteger number) {
    return BigIntegers.asUnsignedByteArray(
        32, number.signum() < 0 ? number.add(BigInteger.ONE.shiftLeft(256)) : number);
  }
}
