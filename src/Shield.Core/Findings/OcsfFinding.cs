using System.Globalization;
using System.Text.Json;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// A finding of GuardDuty in OCSF (class Detection Finding, 2004, and the older Security Finding): from Security Hub V2, from Security
/// Lake, from Security Hub's exports.
/// </summary>
/// <remarks>
/// Security Hub V1 keeps GuardDuty's own members under <c>unmapped</c>; V2 does not, and then the parties stand in <c>evidences[]</c>
/// (<see cref="OcsfEvidence"/>). AWS has published no complete network finding in it: what OCSF's schema says is read, and where it does
/// not say which side is ours, the party is held.
/// </remarks>
internal static class OcsfFinding
{
    private const string Unmapped = "ProductFields.";
    private const string Flattened = "Detection.";
    private const string Action = "service/action";
    private const string Detection = "service/detection";

    private static readonly (string Type, string Member)[] Calls =
    [
        ("AWS_API_CALL", "awsApiCallAction"),
        ("KUBERNETES_API_CALL", "kubernetesApiCallAction"),
        ("RDS_LOGIN_ATTEMPT", "rdsLoginAttemptAction"),
    ];

    public static string? ProductOf(JsonElement ocsf) => ocsf.Member("metadata").Member("product").Text("uid");

    /// <exception cref="RepeatedMemberException">A member that is read stands twice in its object.</exception>
    public static ParsedRecord Parse(JsonElement ocsf)
    {
        // Up to OCSF 1.0 it was "finding", in the class Security Finding.
        var info = ocsf.Member("finding_info") is { ValueKind: JsonValueKind.Object } found ? found : ocsf.Member("finding");
        var unmapped = ocsf.Member("unmapped");
        var tree = new PathTree();
        tree.AddAll(
            unmapped,
            name => name.StartsWith(Unmapped, StringComparison.Ordinal) ? SecurityHubFinding.PathOf(name[Unmapped.Length..]) : null
        );
        var type = SecurityHubTypes.Find(info.Member("types").Texts());
        var evidences = ocsf.Member("evidences").Elements().ToList();
        AddDetection(tree, unmapped);
        var isNamed =
            tree.HasText(Action, "ipAddressV4", "ipAddressV6", "domain") || tree.HasText(Detection, "ip", "domain") || IsCalledByAws(tree);
        AddCaller(tree, evidences);
        tree.AddMissing("service/resourceRole", RoleOf(evidences));
        tree.AddMissing("service/count", ocsf.Text("count"));

        var ours = ocsf.Member("resources")
            .Elements()
            .Select((resource, i) => (resource, details: DetailsOf(resource, $"resources[{i}]")))
            .ToList();
        var parsed = FindingParser.Parse(
            new GuardDutyJson
            {
                Arn = IdOf(info),
                Account = ocsf.Member("cloud").Member("account").Text("uid"),
                Region = ocsf.Member("cloud").Text("region"),
                Type = type,
                Severity =
                    unmapped.Text("Severity.Product")
                    ?? SeverityOf(ocsf.Member("vendor_attributes").Text("severity_id"))
                    ?? SeverityOf(ocsf.Text("severity_id")),
                CreatedAt = TimeOf(info, "created_time"),
                UpdatedAt = TimeOf(info, "modified_time") ?? TimeOf(ocsf, "time"),
                FirstSeen = TimeOf(info, "first_seen_time"),
                LastSeen = TimeOf(info, "last_seen_time"),
                IsHandled =
                    SecurityHubFinding.IsHandled(ocsf.Text("status"))
                    || ocsf.Text("status_id") is "3" or "4" or "5"
                    || SecurityHubFinding.IsHandled(unmapped.Text("RecordState"))
                    || SecurityHubFinding.IsHandled(unmapped.Text("WorkflowState")),
                IsSample = SecurityHubFinding.IsTrue(unmapped.Text("Sample")),
                Resources =
                [
                    .. ours.Select(one => new GuardDutyJson.Resource(
                        one.resource.Text("type"),
                        one.resource.Text("uid"),
                        [.. one.details.Own.Select(own => own.ToString())]
                    )),
                ],
                Tree = tree,
            }.Write()
        );
        if (parsed.Finding is not { } finding)
        {
            return parsed;
        }

        List<string> faults = [.. parsed.Faults, .. ours.SelectMany(one => one.details.Faults)];
        if (isNamed)
        {
            return parsed with { Faults = [.. faults] };
        }

        var parties = OcsfEvidence.Read(evidences, TypeTable.Find(finding.Type).Place, finding.OwnAddresses, faults);
        return new ParsedRecord(
            finding with
            {
                Remotes =
                [
                    .. finding.Remotes,
                    .. parties.Remotes.Where(party => finding.Remotes.All(known => known.Indicator != party.Indicator)),
                ],
                OwnAddresses = [.. finding.OwnAddresses.Union(parties.Own)],
            },
            [.. faults]
        );
    }

    /// <summary>
    /// An attack sequence, as ASFF has it: whole, or flattened to <c>Detection.Sequence.Endpoints[0].Ip</c>; where no number stands in the
    /// brackets, the values are a list.
    /// </summary>
    private static void AddDetection(PathTree tree, JsonElement unmapped)
    {
        tree.Merge(Detection, unmapped.Member("Detection"));
        foreach (var member in unmapped.ValueKind is JsonValueKind.Object ? unmapped.EnumerateObject() : default)
        {
            if (!member.Name.StartsWith(Flattened, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var (index, value) in member.Value.Elements().Index())
            {
                tree.Merge(string.Join('/', ["service", .. StepsOf(member.Name, index)]), value);
            }
        }
    }

    private static IEnumerable<string> StepsOf(string flattened, int index)
    {
        var last = flattened.LastIndexOf("[]", StringComparison.Ordinal);
        var numbered =
            last < 0
                ? flattened
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{flattened[..last].Replace("[]", "[0]", StringComparison.Ordinal)}[{index}]{flattened[(last + 2)..]}"
                );
        return numbered
            .Split('.')
            .Select(step =>
                JsonNamingPolicy
                    .CamelCase.ConvertName(step)
                    .Replace("[", ".", StringComparison.Ordinal)
                    .Replace("]", "_", StringComparison.Ordinal)
            );
    }

    private static bool IsCalledByAws(PathTree tree) =>
        tree.Text($"{Action}/awsApiCallAction/callerType") is { } caller && ContactJson.IsAwsItself(caller);

    // What else "unmapped" says about the caller, such as its network, is then said of its address.
    private static void AddCaller(PathTree tree, List<JsonElement> evidences)
    {
        var member = Calls.FirstOrDefault(call => call.Type == tree.Text($"{Action}/actionType")).Member;
        var caller = evidences.Select(evidence => evidence.Member("src_endpoint").Text("ip")).FirstOrDefault(ip => ip is not null);
        if (member is not null && caller is not null && !tree.HasText(Action, "ipAddressV4", "ipAddressV6") && !IsCalledByAws(tree))
        {
            tree.Add(
                $"{Action}/{member}/remoteIpDetails/ipAddress{(caller.Contains(':', StringComparison.Ordinal) ? "V6" : "V4")}",
                caller
            );
        }
    }

    private static string? RoleOf(List<JsonElement> evidences) =>
        evidences
            .Select(evidence => evidence.Member("data").Text("resource_role"))
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList()
            is [var only]
            ? only
            : null;

    // Our addresses stand in what the resource's own service says of it, and in OCSF's own member.
    private static ResourceJson DetailsOf(JsonElement resource, string place)
    {
        var details = SecurityHubFinding.Ours(resource.Member("data"), place);
        foreach (var text in resource.Member("ip").Texts())
        {
            if (AddressRange.TryParse(text, out var own, out _) && own.IsSingle)
            {
                details.Own.Add(own);
            }
        }

        return details;
    }

    // "uid" is GuardDuty's ARN in all that was seen; where it is something else, "uid_alt" may be the id.
    private static string? IdOf(JsonElement info)
    {
        var (uid, other) = (info.Text("uid"), info.Text("uid_alt"));
        return uid is null || (other is not null && !IsArn(uid)) ? other ?? uid : uid;
    }

    private static bool IsArn(string uid) =>
        uid.StartsWith("arn:", StringComparison.Ordinal) && uid.Contains(":guardduty:", StringComparison.Ordinal);

    /// <summary>The least severity of OCSF's band, by OCSF's number: nobody is blocked longer than the finding proves.</summary>
    private static string? SeverityOf(string? id) =>
        id switch
        {
            "1" or "2" => "1.0",
            "3" => "4.0",
            "4" => "7.0",
            "5" or "6" => "9.0",
            _ => null,
        };

    /// <summary>As text (<c>…_dt</c>) or as milliseconds since 1970; some exports write milliseconds into both.</summary>
    private static string? TimeOf(JsonElement around, string name)
    {
        string?[] said = [around.Text($"{name}_dt"), around.Text(name)];
        return said.FirstOrDefault(text => text is not null && JsonValue.IsTime(text)) ?? said.FirstOrDefault(text => text is not null);
    }
}
