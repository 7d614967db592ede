/// Tables for $ref, $anchor, $id, $dynamicRef.
///
/// Expected values from the Python package jsonschema 4.26.0, its validators for draft 2020-12 and draft-07.
extension ReferenceCase {
  static let references: [ReferenceCase] = [
    ReferenceCase(
      ##"{"properties":{"next":{"$ref":"#"},"n":{"type":"integer"}}}"##,
      accepts: [#"{"next":{"next":{"n":1}}}"#],
      rejects: [#"{"next":{"next":{"n":"x"}}}"#]),
    ReferenceCase(
      ##"{"$ref":"#/$defs/a~1b%25c","$defs":{"a/b%c":{"type":"integer"}}}"##,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      ##"{"$ref":"#/$defs/m~0n","$defs":{"m~n":{"type":"integer"}}}"##,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      ##"{"$ref":"#whole","$defs":{"x":{"$anchor":"whole","type":"integer"}}}"##,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      ##"{"$ref":"#/$defs/a","minimum":3,"$defs":{"a":{"type":"integer"}}}"##,
      accepts: [#"3"#],
      rejects: [#"2"#, #""a""#]),
    ReferenceCase(
      ##"{"prefixItems":[{"type":"integer"},{"$ref":"#/prefixItems/0"}]}"##,
      accepts: [#"[1,2]"#],
      rejects: [#"[1,"a"]"#]),
    ReferenceCase(
      #"{"$id":"https://example.com/root.json","$ref":"item.json","$defs":{"i":{"$id":"item.json","type":"integer"}}}"#,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      #"{"$id":"https://example.com/a/root.json","$ref":"/b/item.json#n","$defs":{"i":{"$id":"../b/item.json","$defs":{"n":{"$anchor":"n","type":"integer"}}}}}"#,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      ##"{"$id":"https://example.com/root.json","$ref":"item.json","$defs":{"t":{"type":"string"},"i":{"$id":"item.json","$ref":"#/$defs/t","$defs":{"t":{"type":"integer"}}}}}"##,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      ##"{"$id":"urn:uuid:5a1e9e3c-8d2f-4c55-9d0e-0d6a4c7b2f11","$ref":"#/$defs/a","$defs":{"a":{"type":"integer"}}}"##,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      #"{"properties":{"$ref":{"type":"integer"}}}"#,
      accepts: [#"{"$ref":1}"#],
      rejects: [#"{"$ref":"a"}"#]),
    ReferenceCase(
      #"{"enum":[{"$ref":"nowhere"}]}"#,
      accepts: [#"{"$ref":"nowhere"}"#],
      rejects: [#"{}"#]),
    ReferenceCase(
      ##"{"$dynamicRef":"#n","$defs":{"n":{"$dynamicAnchor":"n","type":"integer"}}}"##,
      accepts: [#"1"#],
      rejects: [#""a""#]),
    ReferenceCase(
      ##"{"$id":"https://example.com/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false,"$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","type":"object","properties":{"data":true,"children":{"type":"array","items":{"$dynamicRef":"#node"}}}}}}"##,
      accepts: [#"{"children":[{"data":1}]}"#],
      rejects: [#"{"children":[{"daat":1}]}"#, #"{"daat":1}"#]),
    ReferenceCase(
      ##"{"$id":"https://example.com/numbers","$ref":"list","$defs":{"n":{"$dynamicAnchor":"item","type":"number"},"list":{"$id":"list","type":"array","items":{"$dynamicRef":"#item"},"$defs":{"any":{"$dynamicAnchor":"item"}}}}}"##,
      accepts: [#"[1,2]"#, #"[]"#],
      rejects: [#"["a"]"#]),
  ]
}
