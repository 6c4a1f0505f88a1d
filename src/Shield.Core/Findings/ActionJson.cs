using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// The action of a finding, as far as it names parties. Known by the member that is there: <c>actionType</c> may be missing, or say
/// something else.
/// </summary>
internal sealed class ActionJson
{
    private static readonly List<ContactJson> None = [];

    public ContactJson? NetworkConnection { get; private set; }

    public List<ContactJson> PortProbes { get; private set; } = None;

    public ContactJson? AwsApiCall { get; private set; }

    public ContactJson? KubernetesApiCall { get; private set; }

    public ContactJson? RdsLoginAttempt { get; private set; }

    /// <summary>The name of a DNS request, exactly as it was asked for.</summary>
    public string? Domain { get; private set; }

    /// <summary>A party's provider is one of AWS's placeholders for samples.</summary>
    public bool HasPlaceholder =>
        IsPlaceholder(NetworkConnection)
        || IsPlaceholder(AwsApiCall)
        || IsPlaceholder(KubernetesApiCall)
        || IsPlaceholder(RdsLoginAttempt)
        || PortProbes.Exists(IsPlaceholder);

    public static ActionJson Read(ref Utf8JsonReader json)
    {
        var action = new ActionJson();
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            action.ReadMember(ref json, ref seen);
        }

        return action;
    }

    private static bool IsPlaceholder(ContactJson? contact) => contact is { Remote.HasPlaceholder: true };

    private void ReadMember(ref Utf8JsonReader json, ref MemberSet seen)
    {
        switch (json.Member(ref seen))
        {
            case Member.NetworkConnectionAction:
                NetworkConnection = ContactJson.ReadMember(ref json);
                break;
            case Member.PortProbeAction:
                PortProbes = json.EnterObject() ? ReadProbes(ref json) : None;
                break;
            case Member.DnsRequestAction:
                Domain = json.EnterObject() ? ReadDomain(ref json) : null;
                break;
            case Member.AwsApiCallAction:
                AwsApiCall = ContactJson.ReadMember(ref json);
                break;
            case Member.KubernetesApiCallAction:
                KubernetesApiCall = ContactJson.ReadMember(ref json);
                break;
            case Member.RdsLoginAttemptAction:
                RdsLoginAttempt = ContactJson.ReadMember(ref json);
                break;
            default:
                json.SkipMember();
                break;
        }
    }

    private static List<ContactJson> ReadProbes(ref Utf8JsonReader json)
    {
        var probes = None;
        var seen = default(MemberSet);
        while (json.NextMember(Member.PortProbeDetails, ref seen))
        {
            probes = ContactJson.ReadAll(ref json);
        }

        return probes;
    }

    private static string? ReadDomain(ref Utf8JsonReader json)
    {
        string? domain = null;
        var seen = default(MemberSet);
        while (json.NextMember(Member.Domain, ref seen))
        {
            domain = json.MemberText();
        }

        return domain;
    }
}
