using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Shield.Tests.Deploy;

/// <summary>One statement of one policy of a template, under whatever condition it stands.</summary>
/// <param name="Of">The resource that it stands in.</param>
internal sealed record Permission(string Of, bool Allows, ImmutableArray<string> Actions, ImmutableArray<string> On)
{
    public static ImmutableArray<Permission> In(JsonObject template) =>
        [
            .. from resource in template["Resources"]!.AsObject()
            from node in Template.Below(resource.Value).OfType<JsonObject>()
            where node["Effect"] is JsonValue && node.ContainsKey("Action")
            select new Permission(
                resource.Key,
                node["Effect"]!.GetValue<string>() is "Allow",
                [.. Template.Texts(node["Action"])],
                [.. Template.Texts(node["Resource"])]
            ),
        ];
}
