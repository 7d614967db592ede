/// The version of the specification that a schema is written in.
package enum Dialect: Sendable {
  case draft7
  case draft2020

  /// Recognizes a name such as `draft-07` or `2020-12`.
  package init?(name: String) {
    switch name {
    case "2020-12", "draft-2020-12", "draft2020-12", "draft/2020-12": self = .draft2020
    case "draft-07", "draft-7", "draft7", "07", "7": self = .draft7
    default: return nil
    }
  }

  /// Recognizes the value of `$schema`, whether with `http` or `https`, with or without the empty fragment.
  init?(uri: String) {
    let address = uri.split(separator: "://", maxSplits: 1).last ?? ""
    switch address.hasSuffix("#") ? address.dropLast() : address {
    case "json-schema.org/draft/2020-12/schema": self = .draft2020
    case "json-schema.org/draft-07/schema": self = .draft7
    default: return nil
    }
  }

  static let known =
    "\"https://json-schema.org/draft/2020-12/schema\" or \"http://json-schema.org/draft-07/schema#\""
}

/// Where a keyword has schemas in its value.
enum SchemaPosition {
  /// The value is a schema.
  case value
  /// The value is an array of schemas.
  case items
  /// The members of the value are schemas.
  case members
  /// `items` of draft-07: a schema or an array of them.
  case valueOrItems
  /// `dependencies`: a member is a schema or an array of names.
  case membersUnlessNames

  static func of(_ keyword: String, in dialect: Dialect) -> SchemaPosition? {
    common[keyword] ?? (dialect == .draft7 ? draft7[keyword] : draft2020[keyword])
  }

  private static let common: [String: SchemaPosition] = [
    "properties": .members, "patternProperties": .members, "additionalProperties": .value, "propertyNames": .value,
    "contains": .value, "allOf": .items, "anyOf": .items, "oneOf": .items, "not": .value, "if": .value,
    "then": .value, "else": .value, "definitions": .members, "dependencies": .membersUnlessNames,
  ]
  private static let draft7: [String: SchemaPosition] = ["items": .valueOrItems, "additionalItems": .value]
  private static let draft2020: [String: SchemaPosition] = [
    "items": .value, "prefixItems": .items, "unevaluatedItems": .value, "unevaluatedProperties": .value,
    "dependentSchemas": .members, "$defs": .members, "contentSchema": .value,
  ]
}
