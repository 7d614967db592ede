/// Tables for what draft-07 has or does differently.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let draftSeven: [ReferenceCase] = [
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"},{"type":"integer"}]}"#,
      accepts: [#"["a",1,null]"#, #"[]"#],
      rejects: [#"["a","b"]"#, #"[1]"#]),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}],"additionalItems":{"type":"integer"}}"#,
      accepts: [#"["a",1]"#],
      rejects: [#"["a","b"]"#]),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","items":[true],"additionalItems":false}"#,
      accepts: [#"[1]"#],
      rejects: [#"[1,2]"#]),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","items":{"type":"string"},"additionalItems":false}"#,
      accepts: [#"["a","b"]"#],
      rejects: [#"[1]"#]),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","additionalItems":false}"#,
      accepts: [#"[1]"#],
      rejects: []),
    ReferenceCase(
      ##"{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/a","minimum":3,"definitions":{"a":{"type":"integer"}}}"##,
      accepts: [#"2"#],
      rejects: [#""a""#]),
    ReferenceCase(
      ##"{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"x":{"$ref":"#n"}},"definitions":{"n":{"$id":"#n","type":"integer"}}}"##,
      accepts: [#"{"x":1}"#],
      rejects: [#"{"x":"a"}"#]),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","dependencies":{"a":["b"],"c":{"required":["d"]}}}"#,
      accepts: [#"{"a":1,"b":2}"#, #"{"c":1,"d":2}"#, #"{}"#, #"[1]"#],
      rejects: [#"{"a":1}"#, #"{"c":1}"#]),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","prefixItems":[false],"unevaluatedItems":false,"dependentRequired":{"a":["b"]}}"#,
      accepts: [#"[1]"#, #"{"a":1}"#],
      rejects: []),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","contains":{"const":1},"minContains":2,"maxContains":0}"#,
      accepts: [#"[1]"#, #"[1,1]"#],
      rejects: [#"[2]"#]),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","unevaluatedProperties":false}"#,
      accepts: [#"{"a":1}"#],
      rejects: []),
    ReferenceCase(
      #"{"$schema":"http://json-schema.org/draft-07/schema#","if":{"type":"integer"},"then":{"minimum":0},"else":{"type":"string"}}"#,
      accepts: [#"1"#, #""a""#],
      rejects: [#"-1"#, #"null"#]),
  ]
}
