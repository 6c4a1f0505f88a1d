using System.Globalization;
using System.Text;
using System.Text.Json;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Tests.Findings;

/// <summary>
/// A finding read the obvious way, from a document in memory, one look-up after the other: what <see cref="FindingParser"/> must come to as
/// well, faults included (up to the text that a fault quotes). It shares with it the types it fills and the parsers of an address and a
/// name, and nothing else.
/// </summary>
internal static class SlowReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static ParsedRecord Parse(byte[] record)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            _ = strict.GetString(record);
            using var document = JsonDocument.Parse(record, Options);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return ParsedRecord.Rejected("cannot be read");
        }
    }

    private static ParsedRecord Read(JsonElement outer)
    {
        var detail = Member(outer, "detail") is { ValueKind: JsonValueKind.Object } inside ? inside : (JsonElement?)null;
        var isEvent = Text(outer, "detail-type") is not null || (Text(outer, "type") is null && detail is not null);
        return !isEvent ? Read(outer, null)
            : Text(outer, "detail-type") is null or "GuardDuty Finding"
            && Text(outer, "source") is null or "aws.guardduty"
            && detail is { } wrapped
                ? Read(wrapped, outer)
            : Rejected();
    }

    private static ParsedRecord Read(JsonElement finding, JsonElement? around)
    {
        var service = Member(finding, "service");
        var resource = Member(finding, "resource");
        var severity = Text(finding, "severity");
        List<string> faults = severity is null ? ["has no severity: taken as 1.0, Low"] : [];
        var created = Time(finding, "createdAt", "createdAt", faults);
        var first = Time(service, "eventFirstSeen", "service.eventFirstSeen", faults);
        var last = Time(service, "eventLastSeen", "service.eventLastSeen", faults);
        var updated = Time(finding, "updatedAt", "updatedAt", faults) ?? last ?? created;
        var isNumber =
            double.TryParse(severity ?? "1", NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 10;
        var (id, type) = (Text(finding, "id"), Text(finding, "type"));
        if (id is not { Length: <= 256 } || type is not { Length: <= 256 } || !isNumber || updated is null)
        {
            return Rejected();
        }

        List<AddressRange> own = [];
        List<RemoteParty> remotes = [];
        var sequence = Member(Member(service, "detection"), "sequence");
        ReadOwn(resource, "resource", own, faults);
        ReadAction(Member(service, "action"), own, remotes, faults);
        foreach (var (index, ours) in Elements(Member(sequence, "resources")).Index())
        {
            ReadOwn(ours, $"service.detection.sequence.resources[{index}]", own, faults);
        }

        if (type.StartsWith("AttackSequence:", StringComparison.OrdinalIgnoreCase))
        {
            ReadSequence(sequence, remotes, faults);
        }

        var everything = Walk(resource).ToList();
        var instance = LastText(everything, "instanceId");
        return new ParsedRecord(
            new Finding
            {
                Key = new FindingKey(
                    Named(Text(finding, "accountId") ?? Text(around ?? finding, "account")),
                    Named(Text(finding, "region") ?? Text(around, "region")),
                    id
                ),
                Type = TypeTable.Find(type).Name,
                Severity = number,
                UpdatedAt = updated.Value,
                Archived = Flag(service, "archived") is true,
                IsSample =
                    Sample(Member(service, "additionalInfo")) is true
                    || instance is "i-99999999"
                    || Generated(LastText(everything, "accessKeyId"))
                    || Threats(service).Any(threat => Generated(threat.List))
                    || Ends(Member(service, "action"))
                        .Any(end => new[] { "asnOrg", "isp", "org" }.Any(name => Generated(Text(Member(end, "organization"), name)))),
                EventFirstSeen = first ?? created ?? updated.Value,
                EventLastSeen = last ?? updated.Value,
                Count =
                    long.TryParse(Text(service, "count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                        ? count
                        : 1,
                Role = Text(service, "resourceRole")?.ToUpperInvariant() switch
                {
                    "TARGET" => ResourceRole.Target,
                    "ACTOR" => ResourceRole.Actor,
                    _ => ResourceRole.Missing,
                },
                Resource = Cut(instance ?? LastText(everything, "resourceType")),
                ReportedBy = Text(around, "account") is { Length: <= 256 } account ? account : null,
                IsAboutAwsItself = Contacts(Member(service, "action")).Any(contact => IsAws(contact.Contact)),
                IsNotUseful = Text(service, "userFeedback")?.ToUpperInvariant() switch
                {
                    "NOT_USEFUL" => true,
                    "USEFUL" => false,
                    _ => null,
                },
                ThreatList = Cut(ThreatText(service)),
                Remotes = [.. remotes],
                OwnAddresses = [.. own.Distinct()],
            },
            [.. faults]
        );
    }

    private static readonly string[] OfOurs =
    [
        "privateIp",
        "privateIpAddress",
        "privateIpAddresses",
        "publicIp",
        "publicIpAddress",
        "ipv4Address",
        "ipv4Addresses",
        "ipv6Address",
        "ipv6Addresses",
    ];

    private static void ReadOwn(JsonElement? root, string path, List<AddressRange> own, List<string> faults)
    {
        foreach (var member in Members(root))
        {
            var name = OfOurs.FirstOrDefault(name => Is(member, name));
            if (name is null)
            {
                ReadOwn(IsOneValue(member) ? null : member.Value, path, own, faults);
                continue;
            }

            foreach (var value in Elements(member.Value))
            {
                if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    ReadOwn(value, path, own, faults);
                }
                else if (Address(value, $"{path}.{name}", faults) is { } address)
                {
                    own.Add(address);
                }
            }
        }

        foreach (var inside in List(root))
        {
            ReadOwn(inside, path, own, faults);
        }
    }

    private static bool IsAws(JsonElement? contact) =>
        Text(contact, "callerType")?.ToUpperInvariant() is "DOMAIN" or "AWS" or "AWS SERVICE" or "AWS INTERNAL";

    private static void ReadAction(JsonElement? action, List<AddressRange> own, List<RemoteParty> remotes, List<string> faults)
    {
        foreach (var (path, contact) in Contacts(action))
        {
            var local = Member(contact, "localIpDetails");
            own.AddRange(
                new[]
                {
                    Address(Member(local, "ipAddressV4"), $"{path}.localIpDetails.ipAddressV4", faults),
                    Address(Member(local, "ipAddressV6"), $"{path}.localIpDetails.ipAddressV6", faults),
                }.OfType<AddressRange>()
            );
            if (IsAws(contact))
            {
                continue;
            }

            var remote = Member(contact, "remoteIpDetails");
            var named = new[] { "ipAddressV4", "ipAddressV6" }.Where(name => Text(remote, name) is not null).ToList();
            var addresses =
                named.Count > 0
                    ? named.Select(name => Address(Member(remote, name), $"{path}.remoteIpDetails.{name}", faults))
                    : Elements(Member(contact, "sourceIps")).TakeLast(1).Select(last => Address(last, $"{path}.sourceIps", faults));
            remotes.AddRange(
                addresses
                    .OfType<AddressRange>()
                    .Select(address => new RemoteParty
                    {
                        Indicator = new Indicator(address),
                        Direction = DirectionOf(Text(contact, "connectionDirection")),
                        LocalPort = ushort.TryParse(
                            Text(Member(contact, "localPortDetails"), "port"),
                            NumberStyles.None,
                            CultureInfo.InvariantCulture,
                            out var port
                        )
                            ? port
                            : null,
                        RemotePort = ushort.TryParse(
                            Text(Member(contact, "remotePortDetails"), "port"),
                            NumberStyles.None,
                            CultureInfo.InvariantCulture,
                            out var theirs
                        )
                            ? theirs
                            : null,
                        Country = Cut(Country(Member(remote, "country"))),
                        Asn = Cut(Text(Member(remote, "organization"), "asn")),
                        AsnOrganization = Cut(Text(Member(remote, "organization"), "asnOrg")),
                    })
                    .ToList()
            );
        }

        if (Text(Member(action, "dnsRequestAction"), "domain") is { } name && !Generated(name))
        {
            if (DomainName.TryParse(name, out var domain, out var error))
            {
                remotes.Add(new RemoteParty { Indicator = new Indicator(domain), Direction = ConnectionDirection.Unknown });
            }
            else
            {
                faults.Add($"service.action.dnsRequestAction.domain: {error}");
            }
        }
    }

    private static void ReadSequence(JsonElement? sequence, List<RemoteParty> remotes, List<string> faults)
    {
        var indicators = Elements(Member(sequence, "signals"))
            .SelectMany(signal => Elements(Member(signal, "signalIndicators")))
            .Concat(Elements(Member(sequence, "sequenceIndicators")))
            .Select(indicator =>
                (
                    Key: Text(indicator, "key")?.ToUpperInvariant(),
                    Values: Elements(Member(indicator, "values")).Select(value => (string?)Plain(value)).ToList()
                )
            )
            .ToList();
        foreach (var (index, endpoint) in Elements(Member(sequence, "endpoints")).Index())
        {
            if (Address(Member(endpoint, "ip"), $"service.detection.sequence.endpoints[{index}].ip", faults) is { } address)
            {
                Add(endpoint, new Indicator(address));
            }

            if (Text(endpoint, "domain") is { } name && !Generated(name))
            {
                if (DomainName.TryParse(name, out var domain, out var error))
                {
                    Add(endpoint, new Indicator(domain));
                }
                else
                {
                    faults.Add($"service.detection.sequence.endpoints[{index}].domain: {error}");
                }
            }
        }

        void Add(JsonElement endpoint, Indicator party) =>
            remotes.Add(
                new RemoteParty
                {
                    Indicator = party,
                    Direction = DirectionOf(Text(Member(endpoint, "connection"), "direction")),
                    NamedBy =
                        (Has("MALICIOUS_IP", party) ? Intelligence.MaliciousIp : 0)
                        | (Has("TOR_IP", party) ? Intelligence.TorIp : 0)
                        | (Has("CRYPTOMINING_IP", party) ? Intelligence.CryptominingIp : 0),
                    Country = Cut(Country(Member(Member(endpoint, "location"), "country"))),
                    Asn = Cut(Text(Member(endpoint, "autonomousSystem"), "number")),
                    AsnOrganization = Cut(Text(Member(endpoint, "autonomousSystem"), "name")),
                }
            );

        bool Has(string key, Indicator party) =>
            indicators.Any(indicator =>
                indicator.Key == key && indicator.Values.Any(value => Indicator.TryParse(value, out var named, out _) && named == party)
            );
    }

    private static IEnumerable<(string Path, JsonElement? Contact)> Contacts(JsonElement? action)
    {
        IEnumerable<(string Path, JsonElement? Contact)> all =
        [
            ("service.action.networkConnectionAction", Member(action, "networkConnectionAction")),
            .. Elements(Member(Member(action, "portProbeAction"), "portProbeDetails"))
                .Select((probe, i) => ($"service.action.portProbeAction.portProbeDetails[{i}]", (JsonElement?)probe)),
            ("service.action.awsApiCallAction", Member(action, "awsApiCallAction")),
            ("service.action.kubernetesApiCallAction", Member(action, "kubernetesApiCallAction")),
            ("service.action.rdsLoginAttemptAction", Member(action, "rdsLoginAttemptAction")),
        ];
        return all;
    }

    private static IEnumerable<JsonElement?> Ends(JsonElement? action) =>
        Contacts(action).Select(contact => Member(contact.Contact, "remoteIpDetails"));

    private static IEnumerable<(string? List, List<string> Names)> Threats(JsonElement? service) =>
        Members(Member(service, "evidence"))
            .Where(member => Is(member, "threatIntelligenceDetails"))
            .SelectMany(member => Elements(member.Value))
            .Select(threat =>
                threat.ValueKind is JsonValueKind.Object
                    ? (
                        Text(threat, "threatListName"),
                        Elements(Member(threat, "threatNames")).Select(name => Plain(name)).OfType<string>().ToList()
                    )
                    : (Plain(threat), (List<string>)[])
            );

    private static string? ThreatText(JsonElement? service)
    {
        var all = string.Join(
            "; ",
            Threats(service)
                .Select(threat =>
                    string.Join(
                        ": ",
                        new[] { threat.List, threat.Names is [] ? null : string.Join(", ", threat.Names) }.Where(part => part is not null)
                    )
                )
                .Where(text => text.Length > 0)
        );
        return all.Length > 0 ? all : null;
    }

    private static bool? Sample(JsonElement? info)
    {
        if (info is { ValueKind: JsonValueKind.Object })
        {
            return Flag(info, "sample") ?? (Member(info, "value") is { ValueKind: JsonValueKind.String } text ? Sample(text) : null);
        }

        if (info is not { ValueKind: JsonValueKind.String })
        {
            return null;
        }

        try
        {
            using var inner = JsonDocument.Parse(info.Value.GetString()!, Options);
            return inner.RootElement.ValueKind is JsonValueKind.Object ? Sample(inner.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Country(JsonElement? country) =>
        country is { ValueKind: JsonValueKind.Object } ? Text(country, "countryName") ?? Text(country, "countryCode") : Plain(country);

    private static ConnectionDirection DirectionOf(string? text) =>
        text?.ToUpperInvariant() switch
        {
            "INBOUND" => ConnectionDirection.Inbound,
            "OUTBOUND" => ConnectionDirection.Outbound,
            _ => ConnectionDirection.Unknown,
        };

    private static AddressRange? Address(JsonElement? value, string path, List<string> faults)
    {
        if (Plain(value) is not { } text)
        {
            return null;
        }

        if (!AddressRange.TryParse(text, out var address, out var error))
        {
            faults.Add($"{path}: {error}");
            return null;
        }

        if (!address.IsSingle)
        {
            faults.Add($"{path}: ");
            return null;
        }

        return address;
    }

    private static DateTimeOffset? Time(JsonElement? around, string member, string path, List<string> faults)
    {
        if (Text(around, member) is not { } text)
        {
            return null;
        }

        if (text.All(char.IsAsciiDigit) && text.Length is 10 or 13 or 16 or 19 && long.TryParse(text, out var number) && number > 0)
        {
            return DateTimeOffset.UnixEpoch.AddTicks(
                text.Length switch
                {
                    10 => number * 10_000_000,
                    13 => number * 10_000,
                    16 => number * 10,
                    _ => number / 100,
                }
            );
        }

        if (
            DateTimeOffset.TryParseExact(
                text,
                ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF' UTC'"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
        {
            return time;
        }

        faults.Add($"{path} is ");
        return null;
    }

    private static ParsedRecord Rejected() => ParsedRecord.Rejected("is not a finding");

    private static bool Generated(string? text) => text?.StartsWith("GeneratedFinding", StringComparison.Ordinal) is true;

    private static string Named(string? text) => text is { Length: <= 256 } ? text : "unknown";

    private static string? Cut(string? text) => text is { Length: > 256 } ? text[..(char.IsHighSurrogate(text[255]) ? 255 : 256)] : text;

    private static bool? Flag(JsonElement? around, string name) =>
        Text(around, name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    private static string? LastText(List<JsonProperty> members, string name) =>
        members.Where(member => Is(member, name)).Select(member => (string?)Plain(member.Value)).LastOrDefault();

    private static string? Text(JsonElement? around, string name) => Plain(Member(around, name));

    private static string? Plain(JsonElement? value) =>
        value?.ValueKind switch
        {
            JsonValueKind.String => value.Value.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
            _ => null,
        };

    private static JsonElement? Member(JsonElement? around, string name) =>
        Members(around).Where(member => Is(member, name)).Select(member => (JsonElement?)member.Value).LastOrDefault();

    private static JsonProperty[] Members(JsonElement? around) =>
        around is { ValueKind: JsonValueKind.Object } ? [.. around.Value.EnumerateObject()] : [];

    /// <summary>A value that is no list is a list of one.</summary>
    private static JsonElement[] Elements(JsonElement? list) =>
        list switch
        {
            null or { ValueKind: JsonValueKind.Null } => [],
            { ValueKind: JsonValueKind.Array } => List(list),
            _ => [list.Value],
        };

    private static JsonElement[] List(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } ? [.. list.Value.EnumerateArray()] : [];

    private static bool IsOneValue(JsonProperty member) =>
        Is(member, "resourceType") || Is(member, "instanceId") || Is(member, "accessKeyId");

    private static bool Is(JsonProperty member, string name) => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static JsonProperty[] Members(JsonElement around) => Members((JsonElement?)around);

    // A resource is looked through as a whole, in the order of the text, but not into what is read as one value.
    private static IEnumerable<JsonProperty> Walk(JsonElement? root)
    {
        foreach (var member in Members(root))
        {
            yield return member;
            foreach (var inside in IsOneValue(member) ? [] : Walk(member.Value))
            {
                yield return inside;
            }
        }

        foreach (var inside in List(root).SelectMany(element => Walk(element)))
        {
            yield return inside;
        }
    }
}
