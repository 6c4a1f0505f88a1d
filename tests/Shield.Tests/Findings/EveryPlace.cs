using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>A <c>service</c> for every place that names a remote party.</summary>
internal static class EveryPlace
{
    private const string Remote = """
        {"ipAddressV4":"203.0.113.7","country":{"countryName":"Netherlands"},
        "organization":{"asn":"64496","asnOrg":"Hosting","isp":"Isp","org":"Org"}}
        """;

    public static readonly string ApiCall = InService(
        $$$"""
        {"actionType":"AWS_API_CALL","awsApiCallAction":{"api":"ListBuckets","serviceName":"s3.amazonaws.com","callerType":"Remote IP",
        "domainDetails":{"domain":"s3.amazonaws.com"},
        "remoteIpDetails":{{{Remote}}},"remoteAccountDetails":{"accountId":"1","affiliated":true},"userAgent":"198.18.0.1"}}
        """.ReplaceLineEndings("")
    );

    public static readonly string Kubernetes = InService(
        $$$"""
        {"actionType":"KUBERNETES_API_CALL","kubernetesApiCallAction":{"requestUri":"/api","verb":"get","sourceIPs":["198.18.0.1"],
        "remoteIpDetails":{{{Remote}}},"statusCode":200}}
        """
    );

    public static readonly string RdsLogin = InService(
        $$$"""
        {"actionType":"RDS_LOGIN_ATTEMPT","rdsLoginAttemptAction":{"remoteIpDetails":{{{Remote}}},
        "LoginAttributes":[{"user":"198.18.0.1"}]}}
        """
    );

    public static readonly string Dns = InService(
        """
        {"actionType":"DNS_REQUEST","dnsRequestAction":{"domain":"evil.example.net","domainWithSuffix":"example.net","protocol":"UDP",
        "blocked":false}}
        """
    );

    public static readonly string Sequence = InService(
        "{}",
        """
        ,"detection":{"sequence":{"uid":"u","description":"198.18.0.1","actors":[{"id":"a","session":{"ip":"198.18.0.1"}}],
        "endpoints":[
        {"id":"e1","ip":"203.0.113.7","port":4444,"connection":{"direction":"OUTBOUND"},"location":{"city":"x","country":"Netherlands"},
        "autonomousSystem":{"name":"Hosting","number":64496}},
        {"id":"e2","ip":"203.0.113.8","connection":{"direction":"INBOUND"}},
        {"id":"e3","ip":"198.18.0.1","connection":{"direction":"INBOUND"}},{"id":"e4","domain":"evil.example.net"}],
        "signals":[{"uid":"s","endpointIds":["e1"],"signalIndicators":[{"key":"MALICIOUS_IP","values":["198.18.0.1"]}]}],
        "sequenceIndicators":[{"key":"MALICIOUS_IP","values":["203.0.113.7","203.0.113.8"],"title":"x"},{"key":"SUSPICIOUS_NETWORK",
        "values":["198.18.0.1"]}]}}
        """.ReplaceLineEndings("")
    );

    public static readonly string[] All =
    [
        InService(Connection("203.0.113.7")),
        InService(
            Probe("""{"ipAddressV4":"203.0.113.1"}""", """{"ipAddressV6":"2001:67c:2e8::3"}"""),
            """
            , "evidence":{"threatIntelligenceDetails":[{"threatNames":["x","y"],"threatListName":"ProofPoint"}]},
            "userFeedback":"NOT_USEFUL"
            """
        ),
        ApiCall,
        Kubernetes,
        RdsLogin,
        Dns,
        Sequence,
        InService("{}", """, "additionalInfo":{"type":"default","value":"{\"a\":[1],\"sample\":true}"}"""),
        "null",
    ];
}
