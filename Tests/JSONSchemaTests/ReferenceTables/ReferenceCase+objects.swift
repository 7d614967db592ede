/// Tables for properties, patternProperties, additionalProperties, propertyNames, required, dependents.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let objects: [ReferenceCase] = [
    ReferenceCase(
      #"{"properties":{"a":{"type":"integer"},"b":false}}"#,
      accepts: [#"{}"#, #"{"a":1}"#, #"{"c":1}"#, #"[1]"#, #""a""#],
      rejects: [#"{"a":"1"}"#, #"{"b":1}"#]),
    ReferenceCase(
      #"{"properties":{"a/b":{"type":"integer"},"c~d":{"type":"integer"}}}"#,
      accepts: [#"{"a/b":1}"#],
      rejects: [#"{"a/b":"1"}"#, #"{"c~d":"1"}"#]),
    ReferenceCase(
      #"{"properties":{"é":{"type":"integer"}},"additionalProperties":false}"#,
      accepts: [#"{"é":1}"#],
      rejects: [#"{"e\u0301":1}"#]),
    ReferenceCase(
      #"{"required":["a","b"]}"#,
      accepts: [#"{"a":1,"b":null}"#, #"[]"#, #""a""#],
      rejects: [#"{"a":1}"#, #"{}"#]),
    ReferenceCase(
      #"{"required":[]}"#,
      accepts: [#"{}"#],
      rejects: []),
    ReferenceCase(
      #"{"patternProperties":{"^n_":{"type":"integer"},"x$":{"maximum":5}}}"#,
      accepts: [#"{"n_a":1}"#, #"{"n_x":5}"#, #"{"other":"z"}"#],
      rejects: [#"{"n_a":"1"}"#, #"{"n_x":6}"#, #"{"ax":9}"#]),
    ReferenceCase(
      #"{"properties":{"a":true},"patternProperties":{"^p":true},"additionalProperties":false}"#,
      accepts: [#"{"a":1,"pq":2}"#, #"{}"#],
      rejects: [#"{"b":1}"#]),
    ReferenceCase(
      #"{"properties":{"a":true},"additionalProperties":{"type":"string"}}"#,
      accepts: [#"{"a":1,"b":"x"}"#],
      rejects: [#"{"b":1}"#]),
    ReferenceCase(
      #"{"allOf":[{"properties":{"a":true}}],"additionalProperties":false}"#,
      accepts: [#"{}"#],
      rejects: [#"{"a":1}"#]),
    ReferenceCase(
      #"{"propertyNames":{"pattern":"^[a-z]+$","maxLength":3}}"#,
      accepts: [#"{"abc":1}"#, #"{}"#, #"[1]"#],
      rejects: [#"{"abcd":1}"#, #"{"A":1}"#]),
    ReferenceCase(
      #"{"propertyNames":false}"#,
      accepts: [#"{}"#],
      rejects: [#"{"a":1}"#]),
    ReferenceCase(
      #"{"minProperties":1,"maxProperties":2}"#,
      accepts: [#"{"a":1}"#, #"{"a":1,"b":2}"#, #"[]"#],
      rejects: [#"{}"#, #"{"a":1,"b":2,"c":3}"#]),
    ReferenceCase(
      #"{"dependentRequired":{"card":["address","name"]}}"#,
      accepts: [#"{}"#, #"{"card":1,"address":2,"name":3}"#, #"{"address":1}"#],
      rejects: [#"{"card":1}"#, #"{"card":null,"name":1}"#]),
    ReferenceCase(
      #"{"dependentSchemas":{"card":{"required":["address"],"minProperties":3}}}"#,
      accepts: [#"{"card":1,"address":2,"x":3}"#, #"{"address":1}"#],
      rejects: [#"{"card":1,"address":2}"#, #"{"card":1}"#]),
    ReferenceCase(
      #"{"dependentSchemas":{"a":false}}"#,
      accepts: [#"{"b":1}"#],
      rejects: [#"{"a":1}"#]),
  ]
}
