using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shield.Tests.Deploy;

/// <summary>deploy/terraform, all files together: Terraform's JSON needs no reader of its own.</summary>
internal static partial class Terraform
{
    public static string Folder => RepositoryFolder.Path("deploy", "terraform");

    /// <summary>Type, name and body of everything of a kind: <c>resource</c>, <c>data</c>.</summary>
    public static ImmutableArray<(string Type, string Name, JsonObject Body)> All(string kind) =>
        [
            .. from file in Files()
            from type in file[kind]?.AsObject() ?? []
            from named in type.Value!.AsObject()
            where named.Value is JsonObject
            select (type.Key, named.Key, named.Value!.AsObject()),
        ];

    /// <summary>Name and body: <c>variable</c>, <c>output</c>, <c>locals</c>.</summary>
    public static ImmutableDictionary<string, JsonNode> Named(string kind) =>
        Files().SelectMany(file => file[kind]?.AsObject() ?? []).ToImmutableDictionary(pair => pair.Key, pair => pair.Value!);

    /// <summary>The statements of all policies, each with the name of what it stands in.</summary>
    public static ImmutableSortedSet<string> Statements() =>
        [
            .. from document in All("data")
            where document.Type is "aws_iam_policy_document"
            let of = Canonical.Pascal(TrustSuffix().Replace(document.Name, ""))
            from statement in document.Body["statement"]?.AsArray().Append(document.Body["dynamic"]?["statement"]?["content"]) ?? []
            where statement is not null
            select ToText(of, statement.AsObject()),
        ];

    private static string ToText(string of, JsonObject statement) =>
        StatementText.Of(
            of,
            statement["sid"]?.GetValue<string>(),
            statement["effect"]!.GetValue<string>(),
            statement["principals"]
                ?.AsArray()
                .Select(who =>
                    who!["type"]!.GetValue<string>() is var type && type is "*"
                        ? "*"
                        : $"{type}:{Canonical.OfTerraform(who["identifiers"]!)}"
                )
                ?? [],
            statement["actions"]!.AsArray().Select(action => action!.GetValue<string>()),
            statement["resources"] is { } on ? Resources(on) : [],
            statement["condition"]
                ?.AsArray()
                .Select(condition => $"{condition!["test"]} {condition["variable"]} {Canonical.OfTerraform(condition["values"]!)}")
                ?? []
        );

    /// <summary>A list, or a local value that makes one.</summary>
    private static IEnumerable<string> Resources(JsonNode on) =>
        on is JsonArray list
            ? list.Select(item => Canonical.OfTerraform(item!))
            : Arn()
                .Matches(Named("locals")[on.GetValue<string>()["${local.".Length..^1]].GetValue<string>())
                .Select(arn => Canonical.OfTerraform(JsonValue.Create(arn.Groups[1].Value)));

    private static IEnumerable<JsonObject> Files() =>
        Directory.EnumerateFiles(Folder, "*.tf.json").Select(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());

    [GeneratedRegex("_trust$")]
    private static partial Regex TrustSuffix();

    [GeneratedRegex("\"(arn:[^\"]*)\"")]
    private static partial Regex Arn();
}
