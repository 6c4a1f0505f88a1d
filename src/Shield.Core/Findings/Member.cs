namespace Shield.Core.Findings;

/// <summary>The members of a finding that Shield reads, and those of an event around it.</summary>
internal enum Member
{
    /// <summary>A member that we do not read.</summary>
    Other,

    // An event.
    DetailType,
    Source,
    Account,
    Detail,

    // A finding.
    Id,
    Type,
    AccountId,
    Region,
    Severity,
    CreatedAt,
    UpdatedAt,
    Resource,
    Service,

    // Its resource.
    ResourceType,
    InstanceId,
    AccessKeyId,
    PrivateIp,
    PrivateIpAddress,
    PrivateIpAddresses,
    PublicIp,
    PublicIpAddress,
    Ipv4Address,
    Ipv4Addresses,
    Ipv6Address,
    Ipv6Addresses,

    // Its service.
    Action,
    AdditionalInfo,
    Archived,
    Count,
    Detection,
    EventFirstSeen,
    EventLastSeen,
    Evidence,
    ResourceRole,
    UserFeedback,
    Sample,
    Value,
    ThreatIntelligenceDetails,
    ThreatListName,
    ThreatNames,

    // Its action.
    NetworkConnectionAction,
    PortProbeAction,
    PortProbeDetails,
    DnsRequestAction,
    AwsApiCallAction,
    KubernetesApiCallAction,
    RdsLoginAttemptAction,
    CallerType,
    ConnectionDirection,
    Domain,
    LocalIpDetails,
    LocalPortDetails,
    Port,
    RemoteIpDetails,
    RemotePortDetails,
    SourceIps,

    // One end of a contact.
    IpAddressV4,
    IpAddressV6,
    Country,
    CountryName,
    CountryCode,
    Organization,
    Asn,
    AsnOrg,
    Isp,
    Org,

    // An attack sequence.
    Sequence,
    Endpoints,
    Resources,
    SequenceIndicators,
    Signals,
    SignalIndicators,
    AutonomousSystem,
    Connection,
    Direction,
    Ip,
    Key,
    Location,
    Name,
    Number,
    Values,
}
