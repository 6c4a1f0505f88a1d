using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shield.Tests.Deploy;

/// <summary>
/// One spelling for what deploy/template.yaml and deploy/terraform say of the same thing: <c>&lt;Queue.Arn&gt;</c> for
/// <c>!GetAtt Queue.Arn</c> and for <c>${aws_sqs_queue.queue.arn}</c>, <c>&lt;OwnerId&gt;</c> for <c>!Ref OwnerId</c> and for
/// <c>${var.owner_id}</c>.
/// </summary>
internal static partial class Canonical
{
    /// <summary>What a resource is called in Terraform, whose name is snake case: <c>DeadLetterPolicy</c>.</summary>
    public static string Snake(string name) => Hump().Replace(name, "_").ToLowerInvariant();

    public static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(part => char.ToUpper(part[0], CultureInfo.InvariantCulture) + part[1..]));

    /// <summary>A value of the translated template, without conditions in it.</summary>
    public static string OfTemplate(JsonNode node) =>
        node switch
        {
            JsonArray list => string.Join(" ", list.Select(item => OfTemplate(item!)).Order(StringComparer.Ordinal)),
            JsonObject { Count: 1 } function when function["Ref"] is { } name => $"<{name}>",
            JsonObject { Count: 1 } function when function["Fn::GetAtt"] is JsonArray parts => $"<{parts[0]}.{parts[1]}>",
            JsonObject { Count: 1 } function when function["Fn::Sub"] is { } text => Reference()
                .Replace((text is JsonArray list ? list[0]! : text).GetValue<string>(), "<$1>"),
            JsonValue value => Text(value),
            _ => throw new InvalidOperationException(node.ToJsonString()),
        };

    /// <summary>A value of Terraform's JSON.</summary>
    public static string OfTerraform(JsonNode node) =>
        node is JsonArray list
            ? string.Join(" ", list.Select(item => OfTerraform(item!)).Order(StringComparer.Ordinal))
            : Interpolation().Replace(Text(node.AsValue()), match => $"<{Name(match.Groups[1].Value)}>");

    private static string Text(JsonValue value) => value.TryGetValue<string>(out var text) ? text : value.ToJsonString();

    private static string Name(string expression)
    {
        if (expression.StartsWith("var.", StringComparison.Ordinal))
        {
            return expression is "var.name" ? "AWS::StackName" : Pascal(expression["var.".Length..]);
        }

        return expression switch
        {
            "local.partition" => "AWS::Partition",
            "local.region" => "AWS::Region",
            "local.account" => "AWS::AccountId",
            "local.dns_suffix" => "AWS::URLSuffix",
            "local.table" => "Table",
            "local.key" => "Key",
            "local.export_region" => "Region",
            _ when Attribute().Match(expression) is { Success: true } found => OfResource(
                found.Groups[1].Value,
                Pascal(found.Groups[2].Value),
                found.Groups[3].Value
            ),
            _ => expression,
        };
    }

    /// <summary>What <c>!Ref</c> gives is another attribute for each type.</summary>
    private static string OfResource(string type, string name, string attribute) =>
        (type, attribute) switch
        {
            ("aws_sns_topic" or "aws_iam_policy", "arn") => name,
            ("aws_sqs_queue", "name") => $"{name}.QueueName",
            ("aws_cloudwatch_event_bus", "name") => $"{name}.Name",
            (_, "arn") => $"{name}.Arn",
            (_, "url" or "name" or "id" or "function_name") => name,
            _ => $"{name}.{attribute}",
        };

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Hump();

    [GeneratedRegex(@"\$\{([A-Za-z0-9:.]+)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\$\{([a-z0-9_.\[\]]+)\}")]
    private static partial Regex Interpolation();

    [GeneratedRegex(@"\A(aws_[a-z0-9_]+)\.([a-z0-9_]+)(?:\[0\])?\.([a-z_]+)\z")]
    private static partial Regex Attribute();
}
