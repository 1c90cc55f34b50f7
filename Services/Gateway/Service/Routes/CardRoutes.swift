import Core
import HTTP
import JSON
import ServiceKit

/// `GET /v1/customers/{id}`: the composed client card.
struct CardRoutes: Sendable {
    let composeCard: ComposeCard

    var routes: [Route] {
        [
            Route(
                .get, "/v1/customers/{id}", access: .scope("customers:read"),
                "The client card: blocks of several services, each with its freshness, a missing service as a marked gap.",
                response: CardResource.self
            ) { request in
                guard let id = request.parameters["id"].flatMap({ ID($0) }) else {
                    throw Refusal(.notFound, "not-found", "There is no customer with this id.")
                }
                return .json(CardResource(id: id, blocks: try await composeCard(id.description, for: request)))
            }
        ]
    }
}

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
            let gap = fields.optionalObject("gap", Gap.self)
            let data = fields.any("data")
            block = ComposeCard.Block(
                name: name, asOf: asOf,
                content: gap.map { .gap(code: $0.code, detail: $0.detail) } ?? .data((data ?? .null).json()))
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("name", block.name)
                writer.field("asOf", block.asOf)
                switch block.content {
                case .data(let json):
                    writer.key("data")
                    writer.raw(json)
                case .gap(let code, let detail):
                    writer.field("gap", Gap(code: code, detail: detail))
                }
            }
        }
    }

    struct Gap: Shape, JSONWritable {
        static let shapeName = "CardGap"
        let code: String
        let detail: String

        init(code: String, detail: String) {
            self.code = code
            self.detail = detail
        }

        init(_ fields: inout ShapeReader) {
            code = fields.text("code")
            detail = fields.text("detail")
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("code", code)
                writer.field("detail", detail)
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
