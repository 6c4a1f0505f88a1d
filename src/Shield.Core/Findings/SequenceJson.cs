using System.Text.Json;
using Shield.Core.Addresses;

namespace Shield.Core.Findings;

/// <summary><c>detection.sequence</c>: who took part, and who of them is known to be bad.</summary>
internal sealed class SequenceJson
{
    private readonly HashSet<AddressRange> _malicious = [];

    public IReadOnlyList<EndpointJson> Endpoints { get; private set; } = [];

    /// <summary>An indicator <c>MALICIOUS_IP</c> is there and does not say, or not in addresses, whom it means: it may be anybody.</summary>
    public bool MayMeanAnybody { get; private set; }

    public bool NamesAsMalicious(AddressRange address) => _malicious.Contains(address);

    public static SequenceJson Read(ref Utf8JsonReader json)
    {
        var sequence = new SequenceJson();
        while (json.NextMember())
        {
            switch (json.Member())
            {
                case Member.Endpoints:
                    sequence.Endpoints = EndpointJson.ReadAll(ref json);
                    break;
                case Member.SequenceIndicators:
                    sequence.ReadIndicators(ref json);
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        return sequence;
    }

    private void ReadIndicators(ref Utf8JsonReader json)
    {
        _malicious.Clear();
        MayMeanAnybody = false;
        for (var inside = json.EnterArray(); inside && json.NextElement();)
        {
            if (json.TokenType is JsonTokenType.StartObject)
            {
                ReadIndicator(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
    }

    private void ReadIndicator(ref Utf8JsonReader json)
    {
        var isMaliciousIp = false;
        List<Spelled<AddressRange>> values = [];
        while (json.NextMember())
        {
            switch (json.Member())
            {
                case Member.Key:
                    isMaliciousIp = json.MemberWord("MALICIOUS_IP") is 0;
                    break;
                case Member.Values:
                    values = ReadValues(ref json);
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        if (isMaliciousIp)
        {
            MayMeanAnybody |= values is [] || values.Exists(value => value.Value is null);
            _malicious.UnionWith(values.Where(value => value.Value is not null).Select(value => value.Value!.Value));
        }
    }

    private static List<Spelled<AddressRange>> ReadValues(ref Utf8JsonReader json)
    {
        List<Spelled<AddressRange>> values = [];
        for (var inside = json.EnterArray(); inside && json.NextElement();)
        {
            json.ValueAddress(out var value);
            values.Add(value);
        }

        return values;
    }
}
