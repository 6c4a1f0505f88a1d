using System.Text.Json;
using Shield.Core.Addresses;

namespace Shield.Core.Findings;

/// <summary>A finding of GuardDuty as Security Hub renders it: in its own format (ASFF), or in OCSF. It is written back as GuardDuty would have, and read as that.</summary>
/// <remarks>
/// A document in memory, and no more than one: which member means what depends on others, in any order. Sources: AWS's pages "AWS Security Finding Format" and "Integrating AWS Security Hub with
/// GuardDuty"; OCSF only as far as findings in it have been seen (calls of AWS's API).
/// </remarks>
internal static class SecurityHubFinding
{
    private const string Product = "product/aws/guardduty";
    private const string Flattened = "aws/guardduty/";
    private const string Unmapped = "ProductFields.";

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    public static ParsedRecord Parse(ReadOnlySpan<byte> value)
    {
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
        using var document = JsonDocument.ParseValue(ref json);
        var finding = document.RootElement;
        var isAsff = finding.Text("ProductArn") is not null;
        var product = isAsff ? finding.Text("ProductArn") : finding.Member("metadata").Member("product").Text("uid");
        if (product?.EndsWith(Product, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return ParsedRecord.Rejected($"is not a finding of GuardDuty: its product is {AddressFault.Quote(product ?? "unknown")}");
        }

        return FindingParser.Parse(isAsff ? FromAsff(finding).Write() : FromOcsf(finding).Write());
    }

    private static GuardDutyJson FromAsff(JsonElement asff)
    {
        var service = new PathTree();
        service.AddAll(asff.Member("ProductFields"), PathOf);
        if (asff.Member("Action") is { ValueKind: JsonValueKind.Object } action)
        {
            service.Replace("service/action", action);
        }

        var severity = asff.Member("Severity");
        return new GuardDutyJson
        {
            Arn = asff.Text("Id"),
            Account = asff.Text("AwsAccountId"),
            Region = asff.Text("Region"),
            Type = SecurityHubTypes.Find(asff.Member("Types").Texts()),
            Severity = severity.Text("Product") ?? severity.Text("Original"),
            CreatedAt = asff.Text("CreatedAt"),
            UpdatedAt = asff.Text("UpdatedAt"),
            FirstSeen = asff.Text("FirstObservedAt"),
            LastSeen = asff.Text("LastObservedAt"),
            IsHandled = IsHandled(asff.Text("RecordState")) || IsHandled(asff.Member("Workflow").Text("Status")) || IsHandled(asff.Text("WorkflowState")),
            IsSample = IsTrue(asff.Text("Sample")),
            Resources = [.. asff.Member("Resources").Elements().Select(ResourceOf)],
            Tree = service,
        };
    }

    private static GuardDutyJson FromOcsf(JsonElement ocsf)
    {
        // Up to OCSF 1.0 it was "finding", in the class Security Finding.
        var info = ocsf.Member("finding_info") is { ValueKind: JsonValueKind.Object } found ? found : ocsf.Member("finding");
        var unmapped = ocsf.Member("unmapped");
        var service = new PathTree();
        service.AddAll(unmapped, name => name.StartsWith(Unmapped, StringComparison.Ordinal) ? PathOf(name[Unmapped.Length..]) : null);
        if (service.Text("service/action/actionType") is "AWS_API_CALL"
            && ocsf.Member("evidences").Elements().Select(evidence => evidence.Member("src_endpoint").Text("ip")).FirstOrDefault(ip => ip is not null) is { } caller)
        {
            service.Add($"service/action/awsApiCallAction/remoteIpDetails/ipAddress{(caller.Contains(':', StringComparison.Ordinal) ? "V6" : "V4")}", caller);
        }

        return new GuardDutyJson
        {
            Arn = info.Text("uid"),
            Account = ocsf.Member("cloud").Member("account").Text("uid"),
            Region = ocsf.Member("cloud").Text("region"),
            Type = SecurityHubTypes.Find(info.Member("types").Texts()),
            Severity = unmapped.Text("Severity.Product"),
            CreatedAt = info.Text("created_time_dt"),
            UpdatedAt = info.Text("modified_time_dt") ?? ocsf.Text("time_dt"),
            FirstSeen = info.Text("first_seen_time_dt"),
            LastSeen = info.Text("last_seen_time_dt"),
            IsHandled = IsHandled(ocsf.Text("status")) || IsHandled(unmapped.Text("RecordState")) || IsHandled(unmapped.Text("WorkflowState")),
            IsSample = IsTrue(unmapped.Text("Sample")),
            Resources = [.. ocsf.Member("resources").Elements().Select(resource => new GuardDutyJson.Resource(resource.Text("type"), resource.Text("uid"), []))],
            Tree = service,
        };
    }

    /// <summary>In findings of 2019 GuardDuty's members stand there without a prefix, from <c>service</c> on.</summary>
    private static string? PathOf(string field) =>
        field.StartsWith(Flattened, StringComparison.Ordinal) ? field[Flattened.Length..]
        : field.StartsWith("aws/", StringComparison.Ordinal) ? null
        : $"service/{field}";

    private static GuardDutyJson.Resource ResourceOf(JsonElement resource)
    {
        var instance = resource.Member("Details").Member("AwsEc2Instance");
        return new(resource.Text("Type"), resource.Text("Id"), [.. instance.Member("IpV4Addresses").Texts(), .. instance.Member("IpV6Addresses").Texts()]);
    }

    /// <summary>By a person or a rule, which gives no reason to block. It says nothing about the other party.</summary>
    private static bool IsHandled(string? state) => state?.ToUpperInvariant() is "SUPPRESSED" or "RESOLVED" or "ARCHIVED";

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
