using System.Text;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// A finding of GuardDuty as Security Hub renders it: in its own format (ASFF), or in OCSF. It is written back as GuardDuty would have, and
/// read as that.
/// </summary>
/// <remarks>
/// Read as a document in memory, one at a time: what a member means depends on others, which may follow it. Sources: AWS's pages "AWS
/// Security Finding Format" and "Integrating AWS Security Hub with GuardDuty"; OCSF by its schema (schema.ocsf.io, class Detection Finding)
/// and by findings in it that have been seen.
/// </remarks>
internal static class SecurityHubFinding
{
    // ASFF and Security Hub V1 say "product", Security Hub V2 "productv2".
    private static readonly string[] Products = ["product/aws/guardduty", "productv2/aws/guardduty"];

    private const string Flattened = "aws/guardduty/";

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    /// <exception cref="RepeatedMemberException">A member that is read stands twice in its object.</exception>
    public static ParsedRecord Parse(ReadOnlySpan<byte> value)
    {
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
        using var document = JsonDocument.ParseValue(ref json);
        return Parse(document.RootElement);
    }

    /// <summary>In findings of 2019 GuardDuty's members stand there without a prefix, from <c>service</c> on.</summary>
    public static string? PathOf(string field) =>
        field.StartsWith(Flattened, StringComparison.Ordinal) ? field[Flattened.Length..]
        : field.StartsWith("aws/", StringComparison.Ordinal) ? null
        : $"service/{field}";

    /// <summary>By a person or a rule, which gives no reason to block. It says nothing about the other party.</summary>
    public static bool IsHandled(string? state) => state?.ToUpperInvariant() is "SUPPRESSED" or "RESOLVED" or "ARCHIVED";

    public static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    /// <param name="details">What a format says about a resource of ours: an object, or a text that holds one. Read for our addresses
    /// only.</param>
    public static ResourceJson Ours(JsonElement details, string place)
    {
        var text =
            details.ValueKind is JsonValueKind.String ? details.GetString()!
            : details.ValueKind is JsonValueKind.Undefined ? "null"
            : details.GetRawText();
        try
        {
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
            json.Read();
            return ResourceJson.ReadValue(ref json, place);
        }
        catch (JsonException)
        {
            // A mere text, which says nothing.
            return new ResourceJson(place);
        }
    }

    private static ParsedRecord Parse(JsonElement finding)
    {
        var isAsff = finding.Text("ProductArn") is not null;
        var product = isAsff ? finding.Text("ProductArn") : OcsfFinding.ProductOf(finding);
        return product is null || !Products.Any(ours => product.EndsWith(ours, StringComparison.OrdinalIgnoreCase))
                ? ParsedRecord.Rejected($"is not a finding of GuardDuty: its product is {AddressFault.Quote(product ?? "unknown")}")
            : isAsff ? FromAsff(finding)
            : OcsfFinding.Parse(finding);
    }

    private static ParsedRecord FromAsff(JsonElement asff)
    {
        var service = new PathTree();
        service.AddAll(asff.Member("ProductFields"), PathOf);
        // Both are read, because IPv6 stands in ProductFields only (docs/guardduty.md#9-security-hub-and-ocsf).
        service.Merge("service/action", asff.Member("Action"));
        service.Merge("service/detection", asff.Member("Detection"));
        var severity = asff.Member("Severity");
        var ours = asff.Member("Resources")
            .Elements()
            .Select((resource, i) => (resource, details: Ours(resource.Member("Details"), $"Resources[{i}]")))
            .ToList();
        var parsed = FindingParser.Parse(
            new GuardDutyJson
            {
                Arn = asff.Text("Id"),
                Account = asff.Text("AwsAccountId"),
                Region = asff.Text("Region"),
                Type = SecurityHubTypes.Find(asff.Member("Types").Texts()),
                Severity = severity.Text("Product") ?? severity.Text("Original"),
                CreatedAt = asff.Text("CreatedAt"),
                // Events of Security Hub of 2019 have an "updatedAt" of their own beside GuardDuty's.
                UpdatedAt = asff.ExactMember("UpdatedAt").Text(),
                FirstSeen = asff.Text("FirstObservedAt"),
                LastSeen = asff.Text("LastObservedAt"),
                IsHandled =
                    IsHandled(asff.Text("RecordState"))
                    || IsHandled(asff.Member("Workflow").Text("Status"))
                    || IsHandled(asff.Text("WorkflowState")),
                IsSample = IsTrue(asff.Text("Sample")),
                Resources =
                [
                    .. ours.Select(one => new GuardDutyJson.Resource(
                        one.resource.Text("Type"),
                        one.resource.Text("Id"),
                        [.. one.details.Own.Select(own => own.ToString())]
                    )),
                ],
                Tree = service,
            }.Write()
        );
        return parsed.Finding is null ? parsed : parsed with { Faults = [.. parsed.Faults, .. ours.SelectMany(one => one.details.Faults)] };
    }
}
