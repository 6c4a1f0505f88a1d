using System.Text.Json;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// One contact of a remote party with us: an action, or one detail of a port probe. All are spelled alike, each with some of the members.
/// </summary>
internal sealed class ContactJson
{
    private static readonly string[] AwsItself = ["Domain", "AWS", "AWS Service", "AWS Internal"];

    private static readonly ContactJson Nobody = new();

    /// <param name="callerType">As a finding says it.</param>
    public static bool IsAwsItself(string callerType) => AwsItself.Contains(callerType, StringComparer.OrdinalIgnoreCase);

    public ConnectionDirection Direction { get; private set; }
    public int? LocalPort { get; private set; }
    public int? RemotePort { get; private set; }
    public IpDetailsJson Local { get; private set; } = IpDetailsJson.None;
    public IpDetailsJson Remote { get; private set; } = IpDetailsJson.None;

    /// <summary>The caller was a service of AWS's (<c>callerType</c>), and is nobody.</summary>
    public bool IsCalledByAws { get; private set; }

    /// <summary>The last of <c>sourceIps</c>.</summary>
    /// <remarks>Kubernetes' audit log: the client may write what it likes into all but the last.</remarks>
    public Spelled<AddressRange> LastSource { get; private set; }

    public static ContactJson? ReadMember(ref Utf8JsonReader json) => json.EnterObject() ? Read(ref json) : null;

    /// <summary>Every element; one that is no object names nobody, and its neighbours keep their numbers.</summary>
    public static List<ContactJson> ReadAll(ref Utf8JsonReader json)
    {
        List<ContactJson> contacts = [];
        var all = json.Elements();
        while (all.Next(ref json))
        {
            if (json.TokenType is JsonTokenType.StartObject)
            {
                contacts.Add(Read(ref json));
            }
            else
            {
                json.SkipValue();
                contacts.Add(Nobody);
            }
        }

        return contacts;
    }

    public static ConnectionDirection ReadDirection(ref Utf8JsonReader json) =>
        json.MemberWord("INBOUND", "OUTBOUND") switch
        {
            0 => ConnectionDirection.Inbound,
            1 => ConnectionDirection.Outbound,
            _ => ConnectionDirection.Unknown,
        };

    private static ContactJson Read(ref Utf8JsonReader json)
    {
        var contact = new ContactJson();
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            contact.ReadMemberOf(ref json, ref seen);
        }

        return contact;
    }

    private void ReadMemberOf(ref Utf8JsonReader json, ref MemberSet seen)
    {
        switch (json.Member(ref seen))
        {
            case Member.ConnectionDirection:
                Direction = ReadDirection(ref json);
                break;
            case Member.LocalPortDetails:
                LocalPort = json.EnterObject() ? ReadPort(ref json) : null;
                break;
            case Member.RemotePortDetails:
                RemotePort = json.EnterObject() ? ReadPort(ref json) : null;
                break;
            case Member.LocalIpDetails:
                Local = IpDetailsJson.ReadMember(ref json);
                break;
            case Member.RemoteIpDetails:
                Remote = IpDetailsJson.ReadMember(ref json);
                break;
            case Member.CallerType:
                IsCalledByAws = json.MemberWord(AwsItself) >= 0;
                break;
            case Member.SourceIps:
                LastSource = ReadLastSource(ref json);
                break;
            default:
                json.SkipMember();
                break;
        }
    }

    private static int? ReadPort(ref Utf8JsonReader json)
    {
        int? port = null;
        var seen = default(MemberSet);
        while (json.NextMember(Member.Port, ref seen))
        {
            port = json.MemberPort();
        }

        return port;
    }

    private static Spelled<AddressRange> ReadLastSource(ref Utf8JsonReader json)
    {
        Spelled<AddressRange> last = default;
        var all = json.Elements();
        while (all.Next(ref json))
        {
            last = json.ValueAddress();
        }

        return last;
    }
}
