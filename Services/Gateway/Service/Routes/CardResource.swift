import Core
import JSON
import ServiceKit

/// The client card as the API gives it.
struct CardResource: Shape, JSONWritable {
    struct BlockResource: Shape, JSONWritable {
        static let shapeName = "CardBlock"
        let block: ComposeCard.Block

        init(_ block: ComposeCard.Block) {
            self.block = block
        }

        init(_ fields: inout ShapeReader) {
            let name = fields.text("name", "facts, people, timeline, money, orders or mails.")
            let asOf = fields.time("asOf", "When the service answered.")
            let gap = fields.optionalObject("gap", GapResource.self, "Why the data is not here.")
            let data = fields.any("data", "As the service gives it: an object, or a list with items and next.")
            block = ComposeCard.Block(
                name: name, service: gap?.gap.service ?? "", asOf: asOf,
                content: gap.map { .gap($0.gap) } ?? .data((data ?? .null).json()))
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("name", block.name)
                writer.field("asOf", block.asOf)
                switch block.content {
                case .data(let json):
                    writer.key("data")
                    writer.raw(json)
                case .gap(let gap): writer.field("gap", GapResource(gap: gap))
                }
            }
        }
    }

    struct GapResource: Shape, JSONWritable {
        static let shapeName = "CardGap"
        let gap: Gap

        init(gap: Gap) {
            self.gap = gap
        }

        init(_ fields: inout ShapeReader) {
            gap = Gap(
                service: fields.text("service"), code: fields.text("code"),
                detail: fields.text("detail", "What is wrong, for people."))
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("service", gap.service)
                writer.field("code", gap.code)
                writer.field("detail", gap.detail)
            }
        }
    }

    static let shapeName = "Card"
    let id: ID
    let blocks: [BlockResource]

    init(id: ID, blocks: [ComposeCard.Block]) {
        self.id = id
        self.blocks = blocks.map { BlockResource($0) }
    }

    init(_ fields: inout ShapeReader) {
        id = fields.id("id")
        blocks = fields.objects("blocks", BlockResource.self, count: 0...20)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("blocks", array: blocks)
        }
    }
}
