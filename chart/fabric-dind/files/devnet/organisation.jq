# An organisation as configtxgen -printOrg reads it.
#   $msp  its MSP folder
def signature(rule): {Type: "Signature", Rule: rule};
{
  Organizations: [
    {
      Name: .mspId, ID: .mspId, MSPDir: $msp,
      Policies: {
        Readers: signature("OR('\(.mspId).member')"),
        Writers: signature("OR('\(.mspId).member')"),
        Admins: signature("OR('\(.mspId).admin')"),
        Endorsement: signature("OR('\(.mspId).peer')")
      }
    }
  ]
}
