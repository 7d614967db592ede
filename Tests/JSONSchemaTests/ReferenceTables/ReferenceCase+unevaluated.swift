/// Tables for unevaluatedProperties, unevaluatedItems.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let unevaluated: [ReferenceCase] = [
    ReferenceCase(
      #"{"unevaluatedProperties":false}"#,
      accepts: [#"{}"#, #"[1]"#],
      rejects: [#"{"a":1}"#]),
    ReferenceCase(
      #"{"unevaluatedProperties":{"type":"integer"},"properties":{"a":{"type":"string"}}}"#,
      accepts: [#"{"a":"x","b":1}"#],
      rejects: [#"{"b":"x"}"#, #"{"a":1}"#]),
    ReferenceCase(
      #"{"allOf":[{"properties":{"a":true}}],"properties":{"b":true},"unevaluatedProperties":false}"#,
      accepts: [#"{"a":1,"b":2}"#],
      rejects: [#"{"c":1}"#]),
    ReferenceCase(
      #"{"patternProperties":{"^x":true},"unevaluatedProperties":false}"#,
      accepts: [#"{"xa":1}"#],
      rejects: [#"{"a":1}"#]),
    ReferenceCase(
      #"{"additionalProperties":{"type":"integer"},"unevaluatedProperties":false}"#,
      accepts: [#"{"a":1}"#],
      rejects: [#"{"a":"x"}"#]),
    ReferenceCase(
      #"{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}"#,
      accepts: [#"{"a":1}"#, #"{"b":1}"#, #"{"a":1,"b":1}"#],
      rejects: [#"{"a":2,"b":1}"#, #"{"a":1,"c":1}"#]),
    ReferenceCase(
      #"{"oneOf":[{"properties":{"a":true},"required":["a"]},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}"#,
      accepts: [#"{"a":1}"#, #"{"b":1}"#],
      rejects: [#"{"a":1,"c":1}"#]),
    ReferenceCase(
      #"{"not":{"not":{"properties":{"a":true},"required":["a"]}},"unevaluatedProperties":false}"#,
      accepts: [],
      rejects: [#"{"a":1}"#]),
    ReferenceCase(
      #"{"if":{"properties":{"a":true},"required":["a"]},"then":{"properties":{"b":true}},"else":{"properties":{"c":true}},"unevaluatedProperties":false}"#,
      accepts: [#"{"a":1}"#, #"{"a":1,"b":1}"#, #"{"c":1}"#],
      rejects: [#"{"a":1,"c":1}"#, #"{"b":1}"#]),
    ReferenceCase(
      #"{"dependentSchemas":{"a":{"properties":{"a":true,"b":true}}},"unevaluatedProperties":false}"#,
      accepts: [#"{"a":1,"b":1}"#, #"{}"#],
      rejects: [#"{"b":1}"#]),
    ReferenceCase(
      ##"{"$ref":"#/$defs/base","properties":{"b":true},"unevaluatedProperties":false,"$defs":{"base":{"properties":{"a":true}}}}"##,
      accepts: [#"{"a":1,"b":2}"#],
      rejects: [#"{"a":1,"c":2}"#]),
    ReferenceCase(
      #"{"allOf":[{"unevaluatedProperties":true}],"unevaluatedProperties":false}"#,
      accepts: [#"{"a":1}"#],
      rejects: []),
    ReferenceCase(
      #"{"properties":{"a":true},"allOf":[{"unevaluatedProperties":false}]}"#,
      accepts: [#"{}"#],
      rejects: [#"{"a":1}"#]),
    ReferenceCase(
      #"{"properties":{"in":{"properties":{"a":true},"unevaluatedProperties":false}},"unevaluatedProperties":false}"#,
      accepts: [#"{"in":{"a":1}}"#],
      rejects: [#"{"in":{"b":1}}"#, #"{"out":1}"#]),
    ReferenceCase(
      #"{"unevaluatedItems":false}"#,
      accepts: [#"[]"#, #"{"a":1}"#],
      rejects: [#"[1]"#]),
    ReferenceCase(
      #"{"prefixItems":[true],"unevaluatedItems":false}"#,
      accepts: [#"[1]"#],
      rejects: [#"[1,2]"#]),
    ReferenceCase(
      #"{"prefixItems":[true],"unevaluatedItems":{"type":"integer"}}"#,
      accepts: [#"["a",1]"#],
      rejects: [#"["a","b"]"#]),
    ReferenceCase(
      #"{"items":true,"unevaluatedItems":false}"#,
      accepts: [#"[1,2]"#],
      rejects: []),
    ReferenceCase(
      #"{"contains":{"type":"integer"},"unevaluatedItems":{"type":"string"}}"#,
      accepts: [#"[1,"a",2]"#],
      rejects: [#"[1,null]"#, #"["a"]"#]),
    ReferenceCase(
      #"{"allOf":[{"prefixItems":[true]},{"prefixItems":[true,true]}],"unevaluatedItems":false}"#,
      accepts: [#"[1,2]"#],
      rejects: [#"[1,2,3]"#]),
    ReferenceCase(
      #"{"anyOf":[{"prefixItems":[{"const":1}]},{"prefixItems":[true,{"const":2}]}],"unevaluatedItems":false}"#,
      accepts: [#"[1]"#, #"[1,2]"#, #"[0,2]"#],
      rejects: [#"[1,3]"#]),
  ]
}
